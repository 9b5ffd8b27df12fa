frappe.listview_settings["Screening Entry"] = {
	hide_name_column: true,
	add_fields: ["upto_version"],
	get_indicator: (doc) =>
		doc.upto_version
			? [__("No Longer"), "grey", "upto_version,>,0"]
			: [__("In Force"), "red", "upto_version,=,0"],
	onload(listview) {
		const why = __("A Compliance Officer opens a list and imports the published files.");
		cqs.compliance.say_if_empty(listview, __("No list has entries yet."), `${why}<br>${cqs.compliance.to_lists()}`);
	},
};
