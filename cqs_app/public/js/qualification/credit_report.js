// External credit reports of a dossier's party.
frappe.ui.form.on("Customer Qualification", {
	refresh(frm) {
		if (frm.is_new() || !cqs.credit.may_decide()) return;
		frm.add_custom_button(
			__("Fetch Credit Report"),
			() => cqs.qualification.fetch_credit_report(frm),
			__("References"),
		);
	},
});

cqs.qualification.fetch_credit_report = async (frm, again = {}) => {
	const args = { qualification: frm.doc.name, ...again };
	const answer = await cqs.credit.act("fetch_credit_report", args, __("Asking the providers"));
	if (answer.bought) await frm.reload_doc();
	cqs.qualification.show_credit_report(frm, answer);
};

cqs.qualification.show_credit_report = (frm, { report, bought, answers }) => {
	const { esc } = cqs.credit;
	const dialog = new frappe.ui.Dialog({
		title: __("Credit Report"),
		fields: [{ fieldtype: "HTML", fieldname: "report" }],
	});
	const said = answers.map((answer) => `<li>${esc(answer)}</li>`).join("");
	const figures = report
		? cqs.qualification.report_figures(report, bought)
		: `<p>${__("No provider has data on this party.")}</p>`;
	dialog.fields_dict.report.$wrapper.html(`${figures}<ul class="text-muted small">${said}</ul>`);
	if (report && !bought) {
		dialog.set_primary_action(__("Buy Again"), () => {
			dialog.hide();
			const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
			frappe.prompt(
				field,
				({ reason }) => cqs.qualification.fetch_credit_report(frm, { force: 1, reason }),
				__("The report is still fresh. Why buy it again?"),
			);
		});
	}
	dialog.show();
};

cqs.qualification.report_figures = (report, bought) => {
	const { esc, link } = cqs.credit;
	const day = (value) => (value ? frappe.datetime.str_to_user(value) : "");
	const age = bought ? __("just bought; the score follows in a moment") : __("{0} days old", [report.age_days]);
	const rows = [
		[__("Score (0-100)"), report.has_score ? format_number(report.score, null, 1) : ""],
		[__("Probability of Default"), report.probability_of_default],
		[
			__("Recommended Limit"),
			report.has_recommended_limit
				? `${format_number(report.recommended_limit, null, 2)} ${report.currency || ""}`
				: "",
		],
		[__("Days Beyond Terms"), report.days_beyond_terms],
		[__("Risk"), report.risk_text],
		[__("Report Date"), day(report.report_date)],
		[__("Fresh Until"), day(report.fresh_upto)],
		[__("Reference"), report.reference],
	].filter(([, value]) => value);
	const lines = rows.map(([label, value]) => `<tr><td>${esc(label)}</td><td>${esc(value)}</td></tr>`).join("");
	return `<p>${link("Credit Report", report.name)} &middot; ${esc(report.provider)} &middot; ${esc(age)}</p>
		<table class="table table-bordered">${lines}</table>`;
};
