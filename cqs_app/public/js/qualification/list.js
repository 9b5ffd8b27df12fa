// The list of qualifications shows the stage in its colour.
frappe.listview_settings["Customer Qualification"] = {
	add_fields: ["stage"],
	has_indicator_for_draft: 1,
	get_indicator: (doc) => [__(doc.stage), cqs.qualification.COLOURS[doc.stage] || "grey", `stage,=,${doc.stage}`],
};
