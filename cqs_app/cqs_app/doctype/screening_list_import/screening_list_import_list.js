frappe.listview_settings["Screening List Import"] = {
	hide_name_column: true,
	has_indicator_for_draft: 1,
	get_indicator: (doc) => [
		__(doc.status),
		cqs.compliance.IMPORT_COLOURS[doc.status],
		`status,=,${doc.status}`,
	],
	onload(listview) {
		const why = __("Open a list, choose Import there and give the published files.");
		cqs.compliance.say_if_empty(listview, __("Nothing was imported yet."), `${why}<br>${cqs.compliance.to_lists()}`);
	},
};
