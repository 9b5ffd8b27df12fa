frappe.ui.form.on("Screening Check", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		const { result, query, matches, chain_index, note } = frm.doc;
		frm.page.set_indicator(__(result), cqs.compliance.RESULT_COLOURS[result]);
		cqs.credit.show_instead(frm, "query", `<label class="control-label">${__("What Was Asked")}</label>${cqs.compliance.query_table(query)}`);
		const found = cqs.credit.parsed(matches, []);
		const answer = result === "Failed" ? `<p class="text-muted">${__("Nobody could answer.")}</p>` : cqs.compliance.answer_table(found);
		cqs.credit.show_instead(frm, "matches", `<label class="control-label">${__("What Was Answered")}</label>${answer}`);
		const kept = chain_index
			? __("Written at the screening. Nobody can change or delete it, and it is chained to the one before.")
			: __("A name that somebody looked up: it belongs to no party and changes no status.");
		frm.layout.show_message();
		const words = result === "Failed" && note ? `${cqs.credit.esc(note)}<br>${kept}` : kept;
		frm.layout.show_message(`<div>${words}</div>`, result === "Failed" ? "red" : "blue", true);
	},
});
