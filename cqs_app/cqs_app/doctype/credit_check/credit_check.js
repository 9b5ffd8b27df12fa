frappe.ui.form.on("Credit Check", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		const { outcome, enforced, findings, snapshot } = frm.doc;
		frm.page.set_indicator(__(outcome), cqs.credit.COLOURS[outcome]);
		const list = cqs.credit.parsed(findings, []);
		cqs.credit.show_instead(frm, "findings", cqs.credit.findings_table(list));
		const pretty = cqs.credit.esc(JSON.stringify(cqs.credit.parsed(snapshot, {}), null, 2));
		const label = __("Everything that was known at the check");
		const html = `<details><summary>${label}</summary><pre class="cqs-json">${pretty}</pre></details>`;
		cqs.credit.show_instead(frm, "snapshot", html);
		const note = enforced
			? __("This record was written by the credit gate. Nobody can change or delete it.")
			: __("The gate recorded this and let the document pass: it was released, or the company only observes.");
		frm.layout.show_message();
		frm.layout.show_message(note, "blue", true);
	},
});
