frappe.listview_settings["Screening List Import"] = {
	hide_name_column: true,
	has_indicator_for_draft: 1,
	get_indicator: (doc) => [
		__(doc.status),
		cqs.compliance.IMPORT_COLOURS[doc.status],
		`status,=,${doc.status}`,
	],
	onload(listview) {
		const text = __("Nothing was imported yet. Open a list and choose Import there.");
		cqs.compliance.empty(listview, text, "Screening List", __("Lists"));
	},
};
