frappe.listview_settings["Payment Plan"] = {
	add_fields: ["status", "currency"],
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	get_indicator: (doc) => [__(doc.status), cqs.credit.PLAN_COLOURS[doc.status], `status,=,${doc.status}`],
};
