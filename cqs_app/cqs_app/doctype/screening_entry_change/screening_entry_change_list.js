frappe.listview_settings["Screening Entry Change"] = {
	hide_name_column: true,
	has_indicator_for_draft: 1,
	get_indicator: (doc) => [
		__(doc.kind),
		{ Added: "red", Changed: "orange", Removed: "grey" }[doc.kind],
		`kind,=,${doc.kind}`,
	],
	onload(listview) {
		const text = __("No version has changed anything yet: the first one of a list is new as a whole.");
		cqs.compliance.empty(listview, text, "Screening List", __("Lists"));
	},
};
