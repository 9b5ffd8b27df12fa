// The officer's working screen: both sides, how the score comes about, who decides, and on to the next one.
frappe.ui.form.on("Screening Match", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		frm.page.set_indicator(__(frm.doc.decision), cqs.compliance.DECISION_COLOURS[frm.doc.decision]);
		frm.toggle_display("features", false);
		look(frm);
	},
	onload(frm) {
		const keys = { c: ["clear", __("Clear the match")], x: ["confirm", __("Confirm the match")], n: ["next", __("Next open match")] };
		for (const [key, [action, description]] of Object.entries(keys)) {
			frappe.ui.keys.add_shortcut({
				shortcut: `alt+shift+${key}`,
				action: () => frm.cqs_actions && frm.cqs_actions[action] && frm.cqs_actions[action](),
				condition: () => !window.cur_dialog || !cur_dialog.display,
				page: frm.page,
				description,
				ignore_inputs: true,
			});
		}
	},
});

async function look(frm) {
	frm.layout.show_message();
	const field = frm.get_field("comparison_html");
	const { name } = frm.doc;
	const turn = (frm.cqs_turn = (frm.cqs_turn || 0) + 1);
	if (field.cqs_shown !== name) field.$wrapper.html(`<p class="text-muted">${__("Loading …")}</p>`);
	frm.cqs_actions = {};
	let view;
	try {
		view = await cqs.credit.ask("look_at_match", { match: name });
	} catch (error) {
		const words = error.message || __("The comparison could not be loaded. Reload the page.");
		if (turn === frm.cqs_turn) field.$wrapper.html(`<p class="text-muted">${cqs.credit.esc(words)}</p>`);
		return;
	}
	if (turn !== frm.cqs_turn) return;
	field.cqs_shown = name;
	field.$wrapper.html(comparison(frm.doc, view));
	show_standing(frm, view);
	show_buttons(frm, view);
}

function comparison(doc, view) {
	const { esc, pill, link } = cqs.credit;
	const { percent, BAND_COLOURS, steps_table } = cqs.compliance;
	const officers = view.rights.officers === 2 ? __("Two officers clear it.") : __("One officer clears it.");
	const left = doc.left_list
		? `<p>${pill(__("No longer found"), "gray")} ${__("The last screening did not find it any more; it stays open until somebody decides.")}</p>`
		: "";
	return `<div class="cqs-match">
		<div class="cqs-match__head"><span class="cqs-match__score">${percent(doc.score)}</span>
			${pill(__(doc.band), BAND_COLOURS[doc.band])}
			<span>${officers} <span class="text-muted">${esc(view.rights.why)}</span></span></div>
		<p class="cqs-match__sentence" dir="auto">${cqs.compliance.because(doc.explanation)}</p>${left}
		<div class="text-muted small">${links(doc, view, link)}</div>
		${sides(doc, view)}
		<h6>${__("How the Score Comes About")}</h6>${steps_table(view.steps)}
	</div>`;
}

function links(doc, view, link) {
	const { esc } = cqs.credit;
	const found = [
		`${esc(__(doc.party_type))}: ${link(doc.party_type, doc.party, view.party_title)}`,
		...view.dossiers.map((one) => `${__("Qualification")}: ${link("Customer Qualification", one.name)} (${esc(__(one.stage))})`),
		`${__("Screening")}: ${link("Screening Check", doc.last_check)}`,
	];
	if (doc.entry) found.push(`${__("List entry")}: ${link("Screening Entry", doc.entry, doc.entry_id)}`);
	return found.join(" · ");
}

function sides(doc, view) {
	const { esc } = cqs.credit;
	const { values } = cqs.compliance;
	const ours = __("{0}, {1}", [doc.subject_name, __(doc.role)]);
	const theirs = __("{0} says", [doc.screening_list]);
	const effect = { agrees: `<span class="text-success">✓ ${__("agrees")}</span>`, differs: `<span class="text-danger">✗ ${__("differs")}</span>` };
	const nothing = `<span class="cqs-nothing">${__("not known")}</span>`;
	const rows = view.rows.map(
		(row) => `<tr data-effect="${row.effect}"><th scope="row">${esc(__(row.label))}</th>
			<td data-side="${__("Ours")}">${values(row.mine) || (row.is_asked ? nothing : "")}</td>
			<td data-side="${__("List")}">${values(row.theirs) || (row.is_asked ? nothing : "")}</td>
			<td>${effect[row.effect] || ""}</td></tr>`,
	);
	return `<table class="table table-sm cqs-sides" style="margin-top: 8px"><thead><tr><th></th><th>${esc(ours)}</th>
		<th>${esc(theirs)}</th><th></th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Who acts next, on top of the form. */
function show_standing(frm, view) {
	const { esc } = cqs.credit;
	const { user, when } = cqs.compliance;
	const { doc } = frm;
	const lines = [];
	if (doc.decision !== "Open") {
		const what = doc.decision === "Cleared" ? __("Cleared by {0} on {1}: {2}") : __("Confirmed by {0} on {1}: {2}");
		lines.push(esc(format(what, [user(doc.decided_by), when(doc.decided_on), doc.decision_reason])));
	}
	const last = (doc.decisions || [])[(doc.decisions || []).length - 1];
	if (doc.decision === "Open" && last && last.decision === "Reopened") {
		lines.push(esc(format(__("Open again since {0}: {1}"), [when(last.decided_on), cqs.compliance.plain(last.reason)])));
	}
	if (doc.proposed_by && doc.decision !== "Cleared") {
		lines.push(esc(__("{0} proposes to clear it ({1}): {2}", [user(doc.proposed_by), when(doc.proposed_on), doc.proposed_reason])));
	}
	if (view.is_outdated) {
		lines.push(esc(__("What is known of the party has changed since; it is being screened again.")));
	}
	if (view.rights.why_not) lines.push(esc(view.rights.why_not));
	const colour = { Open: doc.proposed_by ? "orange" : "blue", Cleared: "green", Confirmed: "red" }[doc.decision];
	if (lines.length) frm.layout.show_message(`<div>${lines.join("<br>")}</div>`, colour, true);
}

function format(text, values) {
	return values.reduce((whole, value, at) => whole.replace(`{${at}}`, value ?? ""), text);
}

function show_buttons(frm, view) {
	const { rights, queue } = view;
	const next_label = queue.left ? __("Next Open Match ({0})", [queue.left]) : "";
	const next = () => frappe.set_route("Form", "Screening Match", queue.next);
	const clear_label = rights.officers === 1 ? __("Clear") : frm.doc.proposed_by ? __("Clear as Second Officer") : __("Propose to Clear");
	const actions = {};
	if (queue.next) actions.next = next;
	if (rights.may_clear) actions.clear = () => ask(frm, "Clear", clear_label, clear_words(frm, view));
	if (rights.may_confirm) actions.confirm = () => ask(frm, "Confirm", __("Confirm Match"), confirm_words(frm, view));
	frm.cqs_actions = actions;
	frm.page.clear_primary_action();
	if (actions.clear) {
		frm.page.set_primary_action(clear_label, actions.clear);
		if (queue.next) frm.add_custom_button(next_label, next);
	} else if (queue.next && cqs.compliance.is_officer()) {
		const button = frm.page.set_primary_action(next_label, next);
		if (frm.cqs_decided === frm.doc.name) button.trigger("focus");
	} else if (queue.next) {
		frm.add_custom_button(next_label, next);
	}
	if (actions.confirm) {
		frm.add_custom_button(__("Confirm Match"), actions.confirm).removeClass("btn-default").addClass("btn-danger");
	}
	if (rights.may_reopen) {
		const words = __("Nothing is sold to the customer until it is decided anew.");
		frm.add_custom_button(__("Reopen"), () => ask(frm, "Reopen", __("Reopen"), words));
	}
	cqs.compliance.evidence_button && cqs.compliance.evidence_button(frm, frm.doc.party_type, frm.doc.party);
}

function clear_words(frm, { rights }) {
	if (rights.officers === 2 && !frm.doc.proposed_by) {
		return __("A second officer is told and decides. Until then nothing changes for the customer.");
	}
	return __("It stays cleared until what is known of the party or the list entry changes.");
}

function confirm_words(_frm, { party_title }) {
	return __("{0} is blocked at every door at once, and credit managers and directors are told. Taking it back takes two officers.", [party_title]);
}

function ask(frm, decision, label, description) {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, description: cqs.credit.esc(description) };
	const dialog = new frappe.ui.Dialog({
		title: `${label}: ${frm.doc.subject_name}`,
		fields: [field],
		primary_action_label: label,
		async primary_action({ reason }) {
			dialog.disable_primary_action();
			const args = { match: frm.doc.name, decision, reason, seen: frm.doc.modified };
			const answer = await cqs.credit.act("decide_match", args).catch(() => null);
			dialog.enable_primary_action();
			if (!answer) return;
			dialog.hide();
			frm.cqs_decided = frm.doc.name;
			frappe.show_alert({ message: said(answer, decision), indicator: "green" });
			frm.reload_doc();
		},
	});
	dialog.show();
}

function said(answer, decision) {
	if (decision === "Clear" && answer.decision === "Open") return __("Proposed. A second officer decides.");
	if (decision === "Clear" && answer.decision === "Confirmed") return __("Proposed. A second officer takes the confirmation back.");
	return { Clear: __("Cleared."), Confirm: __("Confirmed. The customer is blocked."), Reopen: __("Open again.") }[decision];
}
