frappe.listview_settings["Screening List"] = {
	hide_name_column: true,
	add_fields: ["enabled", "version", "is_stale", "refresh_problem"],
	get_indicator: (doc) => cqs.compliance.list_indicator(doc),
	onload(listview) {
		const why = __("Without one nobody is screened. Add a list for each publication that binds you (OFAC SDN, UN, EU), then open it and import its files.");
		const add = listview.can_create
			? `<br><button class="btn btn-primary btn-sm btn-new-doc mt-3">${__("Add a List")}</button>`
			: `<br>${__("A Compliance Officer adds lists.")}`;
		cqs.compliance.say_if_empty(listview, __("There is no sanctions list yet."), why + add);
	},
};
