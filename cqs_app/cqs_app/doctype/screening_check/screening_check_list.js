frappe.listview_settings["Screening Check"] = {
	add_fields: ["result"],
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.result), cqs.compliance.RESULT_COLOURS[doc.result], `result,=,${doc.result}`],
	onload(listview) {
		cqs.compliance.say_if_empty(
			listview,
			__("Nothing was screened yet."),
			__("A party is screened at its qualification, when its data changes, and with each new version of a list. For that a Compliance Officer imports a Screening List and enables it."),
		);
		cqs.compliance.add_look_up(listview);
	},
};
