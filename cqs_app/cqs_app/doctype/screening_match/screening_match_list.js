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

	async onload(listview) {
		const usual = __("When a screening finds that somebody may be on a list, the match waits here and the customer is blocked until it is decided.");
		// An empty queue must not look like an all-clear.
		let none_in_force = false;
		cqs.compliance.say_if_empty(
			listview,
			__("No match waits for a decision."),
			() => (none_in_force ? __("No Screening List is in force, so nobody is screened.") : usual),
			(filters) => filters.some((filter) => filter[1] === "decision" && filter[3] === "Open"),
		);
		cqs.compliance.add_look_up(listview);
		if (!frappe.model.can_read("Screening List")) return;
		const in_force = await frappe.db.count("Screening List", { filters: { enabled: 1, version: [">", 0] } });
		none_in_force = !in_force;
		if (none_in_force && !listview.data.length) listview.refresh();
	},
};
