frappe.listview_settings["Credit Group"] = {
	add_fields: ["status", "currency", "docstatus"],
	hide_name_column: true,

	get_indicator(doc) {
		const colours = { Draft: "orange", "In Force": "green", Superseded: "gray", Dissolved: "gray" };
		const text = doc.status === "Draft" ? __("Waiting for Approval") : __(doc.status);
		return [text, colours[doc.status], `status,=,${doc.status}`];
	},
};
