frappe.listview_settings["Screening Match"] = {
	add_fields: ["decision", "score", "entry_name", "proposed_by"],
	hide_name_column: true,
	filters: [["decision", "=", "Open"]],

	formatters: {
		// Narrow screens have no column left for the score, telephones none for the entry.
		subject_name: (value, df, doc) =>
			window.innerWidth > 767 ? value : `${cqs.compliance.percent(doc.score)} ${value} – ${doc.entry_name}`,
		entry_name(value, df, doc) {
			const name = cqs.credit.esc(value);
			return window.innerWidth > 1366 ? name : `<b>${cqs.compliance.percent(doc.score)}</b> ${name}`;
		},
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
