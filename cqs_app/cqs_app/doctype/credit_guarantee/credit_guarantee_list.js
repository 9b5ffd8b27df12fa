frappe.listview_settings["Credit Guarantee"] = {
	add_fields: ["status", "valid_from", "valid_upto", "currency", "docstatus", "guarantee_type"],
	hide_name_column: true,
	has_indicator_for_draft: 1,
	has_indicator_for_cancelled: 1,

	get_indicator(doc) {
		const { text, colour } = cqs.credit.validity(doc);
		return [text, colour, `status,=,${doc.status}`];
	},
};
