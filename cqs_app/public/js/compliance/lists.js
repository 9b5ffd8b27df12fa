// Words and colours of sanctions lists, their imports and entries; empty lists that say what to do first.
frappe.provide("cqs.compliance");

Object.assign(cqs.compliance, {
	OFFICER: "Compliance Officer",

	IMPORT_COLOURS: {
		Queued: "blue",
		Reading: "blue",
		"Needs Confirmation": "orange",
		"In Force": "green",
		Unchanged: "grey",
		Refused: "red",
		Failed: "red",
	},

	at_work: (status) => ["Queued", "Reading"].includes(status),

	is_officer: () => frappe.user.has_role(cqs.compliance.OFFICER),

	list_indicator(doc) {
		if (!doc.enabled) return [__("Disabled"), "grey", "enabled,=,0"];
		if (!doc.version) return [__("Never Imported"), "orange", "version,=,0"];
		if (doc.refresh_problem) return [__("Not Refreshed"), "red", "refresh_problem,is,set"];
		if (doc.is_stale) return [__("Stale"), "red", "is_stale,=,1"];
		return [__("In Force"), "green", "enabled,=,1"];
	},

	/** What an empty list says where no filter is set: what it will hold, and what to do first. */
	empty(listview, text, route, label) {
		const plain = listview.get_no_result_message.bind(listview);
		listview.get_no_result_message = () => {
			if (listview.filter_area && listview.filter_area.get().length) return plain();
			const link = route
				? `<p><a class="btn btn-default btn-sm" href="${frappe.utils.get_form_link(route, "")}">${label}</a></p>`
				: "";
			return `<div class="msg-box no-border"><p>${text}</p>${link}</div>`;
		};
	},
});
