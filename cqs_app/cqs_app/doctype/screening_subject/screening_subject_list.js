frappe.listview_settings["Screening Subject"] = {
	add_fields: ["status", "party"],
	hide_name_column: true,
	formatters: {
		// Narrow screens have no column left for the party.
		role: (value, df, doc) =>
			cqs.credit.esc(window.innerWidth > 1366 || value === "Party" ? __(value) : `${__(value)}, ${doc.party}`),
	},
	get_indicator: (doc) => [__(doc.status), cqs.compliance.STATUS_COLOURS[doc.status], `status,=,${doc.status}`],
	onload(listview) {
		cqs.compliance.say_if_empty(
			listview,
			__("Nobody is screened yet."),
			__("Customers, leads and prospects in qualification, and who stands behind them, come here by themselves once a Screening List is in force."),
		);
	},
};
