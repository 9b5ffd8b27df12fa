frappe.listview_settings["Credit Check"] = {
	add_fields: ["outcome", "enforced"],
	hide_name_column: true,

	get_indicator(doc) {
		return [__(doc.outcome), cqs.credit.COLOURS[doc.outcome], `outcome,=,${doc.outcome}`];
	},
};
