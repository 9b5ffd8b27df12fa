frappe.listview_settings["Screening Entry Change"] = {
	hide_name_column: true,
	has_indicator_for_draft: 1,
	get_indicator: (doc) => [
		__(doc.kind),
		{ Added: "red", Changed: "orange", Removed: "grey" }[doc.kind],
		`kind,=,${doc.kind}`,
	],
	onload(listview) {
		const why = __("The first version of a list is new as a whole: its entries are under Screening Entry.");
		cqs.compliance.say_if_empty(listview, __("No version has changed anything yet."), `${why}<br>${cqs.compliance.to_lists()}`);
	},
};
