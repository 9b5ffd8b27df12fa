frappe.listview_settings["Screening Run"] = {
	add_fields: ["status", "new_matches", "started_on"],
	hide_name_column: true,
	formatters: {
		percent: (value, df, doc) =>
			cqs.credit.esc(__("{0} %, {1} new matches", [format_number(value, null, 0), doc.new_matches || 0])),
	},
	get_indicator: (doc) => [__(doc.status), cqs.compliance.RUN_COLOURS[doc.status], `status,=,${doc.status}`],
	onload(listview) {
		cqs.compliance.say_if_empty(
			listview,
			__("The whole base was never screened."),
			__("It is screened every night, after each new version of a list, and by Screen Everybody. For that a Screening List must be in force."),
		);
		if (!cqs.compliance.is_officer()) return;
		listview.page.add_inner_button(__("Screen Everybody"), () =>
			frappe.confirm(__("Screen every customer, and every lead and prospect in qualification, in the background?"), async () => {
				const run = await cqs.credit.act("start_screening", {}).catch(() => null);
				if (run) frappe.set_route("Form", "Screening Run", run);
			}),
		);
	},
};
