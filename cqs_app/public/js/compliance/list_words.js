// Words and colours of sanctions lists and their imports.
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

	/** A button to the lists, under what an empty list says. */
	to_lists() {
		const path = frappe.utils.get_form_link("Screening List", "");
		return `<a class="btn btn-default btn-sm mt-3" href="${path}">${__("Open the Lists")}</a>`;
	},
});
