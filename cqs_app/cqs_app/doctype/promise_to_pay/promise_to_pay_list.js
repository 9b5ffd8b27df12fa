frappe.listview_settings["Promise to Pay"] = {
	add_fields: ["status", "currency"],
	get_indicator: (doc) => [__(doc.status), cqs.credit.PROMISE_COLOURS[doc.status], `status,=,${doc.status}`],
};
