frappe.listview_settings["Screening Match"] = {
	add_fields: ["decision", "score", "band", "proposed_by", "role"],
	hide_name_column: true,
	filters: [["decision", "=", "Open"]],

	formatters: {
		score: (value) => cqs.compliance.percent(value),
	},

	get_indicator(doc) {
		const proposed = doc.decision === "Open" && doc.proposed_by;
		const text = proposed ? __("Second Officer") : __(doc.decision);
		return [text, proposed ? "yellow" : cqs.compliance.DECISION_COLOURS[doc.decision], `decision,=,${doc.decision}`];
	},

	onload(listview) {
		cqs.compliance.say_if_empty(
			listview,
			__("No match waits for a decision."),
			__("When a screening finds that somebody may be on a list, the match waits here and the customer is blocked until it is decided."),
			(filters) => filters.some((filter) => filter[1] === "decision" && filter[3] === "Open"),
		);
		cqs.compliance.add_look_up(listview);
	},
};
