frappe.listview_settings["Screening List"] = {
	hide_name_column: true,
	add_fields: ["enabled", "version", "is_stale", "refresh_problem"],
	get_indicator: (doc) => cqs.compliance.list_indicator(doc),
};
