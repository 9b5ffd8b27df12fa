// Where the screening of a party stands, on Customer and in the Compliance tab of a qualification. Only for those who read
// Screening Checks; everybody else sees what the credit panel says in neutral words.
frappe.provide("cqs.compliance");

(() => {
	const { esc, link, pill } = cqs.credit;
	const SHOWN = 8;
	const SCREENERS = ["Compliance Officer", "Credit Analyst", "Credit Manager", "Credit Director"];

	const party_of = ({ doctype, doc }) => {
		if (doctype !== "Customer Qualification") return [doctype, doc.name];
		return doc.customer ? ["Customer", doc.customer] : [doc.party_type, doc.party];
	};

	/** In a qualification on top of its tab, on the customer above the form. */
	function root_of(frm) {
		if (frm.cqs_screening) return frm.cqs_screening;
		const $root = $(`<section class="cqs-screening" aria-label="${__("Sanctions Screening")}"></section>`);
		const tab = (frm.layout.tabs || []).find(({ df }) => df.fieldname === "t_compliance");
		if (tab) tab.wrapper.prepend($root);
		else frm.layout.wrapper.find(".form-message-container").first().after($root);
		frm.cqs_screening = $root;
		$root.on("click", "[data-do]", (event) => actions[event.currentTarget.dataset.do](frm));
		return $root;
	}

	cqs.compliance.show_panel = async (frm) => {
		const [party_type, party] = frm.is_new() ? [] : party_of(frm);
		if (!party || !cqs.compliance.may_read()) return frm.cqs_screening && frm.cqs_screening.empty();
		const $root = root_of(frm);
		const turn = (frm.cqs_screening_turn = (frm.cqs_screening_turn || 0) + 1);
		if (frm.cqs_screening_of !== party) $root.removeAttr("data-status").html(`<p class="text-muted">${__("Loading …")}</p>`);
		frm.cqs_screening_of = party;
		try {
			const answer = await cqs.credit.ask("screening_of", { party_type, party });
			if (turn === frm.cqs_screening_turn) draw($root, answer);
		} catch (error) {
			const words = error.message || __("The screening could not be loaded. Reload the page.");
			if (turn === frm.cqs_screening_turn) $root.removeAttr("data-status").html(`<p class="text-muted">${esc(words)}</p>`);
		}
	};

	function draw($root, answer) {
		$root.attr("data-status", answer.status);
		const open = answer.matches.filter((one) => one.decision === "Open");
		const decided = answer.matches.filter((one) => one.decision !== "Open");
		const parts = [head(answer, open), outdated(answer), matches(open, decided), subjects(answer.subjects)];
		$root.html(parts.join(""));
	}

	function head({ status, is_in_use, subjects, matches }, open) {
		const buttons = [];
		if (is_in_use && cqs.credit.has_role(SCREENERS)) buttons.push(button("screen", __("Screen Now")));
		if (subjects.length && cqs.compliance.may_draw()) buttons.push(button("evidence", __("Evidence")));
		const confirmed = matches.filter((one) => one.decision === "Confirmed").length;
		const words = {
			"": is_in_use ? __("Nobody was screened yet. Choose Screen Now.") : "",
			Pending: __("Being screened with what is known now."),
			Clear: __("No open match."),
			"Under Review": open.length === 1 ? __("One match waits for a decision.") : __("{0} matches wait for a decision.", [open.length]),
			Forbidden: confirmed === 1 ? __("One match is confirmed: no business.") : __("{0} matches are confirmed: no business.", [confirmed]),
			Failed: __("Somebody could not be screened; the note below says why."),
		}[status];
		const none = is_in_use ? "" : `<p>${no_list()}</p>`;
		return `<div class="cqs-screening__head"><b>${__("Sanctions Screening")}</b>
			${cqs.compliance.status_pill(status)} <span>${words || ""}</span>
			<span class="cqs-screening__buttons">${buttons.join("")}</span></div>${none}`;
	}

	const button = (action, label) => `<button type="button" class="btn btn-default btn-xs" data-do="${action}">${label}</button>`;

	function no_list() {
		const list_url = frappe.utils.generate_route({ type: "doctype", name: "Screening List" });
		const where = frappe.model.can_read("Screening List")
			? `<a href="${esc(list_url)}">${__("Screening List")}</a>`
			: __("Screening List");
		return __("No sanctions list is in force, so nobody is screened. A Compliance Officer imports one under {0} and enables it.", [where]);
	}

	function outdated({ outdated: names }) {
		if (!names.length) return "";
		const shown = names.slice(0, 3).map(esc).join(", ") + (names.length > 3 ? " …" : "");
		return `<p>${pill(__("Outdated"), "orange")} ${__("What is known of them, or the lists, changed after their last screening: {0}.", [shown])}</p>`;
	}

	function matches(open, decided) {
		const row = (one) => `<li>${cqs.compliance.decision_pill(one.decision)}
			${link("Screening Match", one.name, `${one.subject_name} – ${one.entry_name}`)}
			<span class="text-muted">${cqs.compliance.percent(one.score)} · ${esc(one.screening_list)}${one.waits_for && one.waits_for !== "A Compliance Officer" ? ` · ${esc(__("waits for: {0}", [__(one.waits_for)]))}` : ""}${one.left_list ? ` · ${__("no longer found")}` : ""}</span></li>`;
		const listed = (rows) => `<ul>${rows.slice(0, SHOWN).map(row).join("")}</ul>`;
		const shown = [...decided.filter((one) => one.decision === "Confirmed"), ...open];
		const cleared = decided.filter((one) => one.decision === "Cleared");
		const behind = cleared.length
			? `<details><summary>${cleared.length === 1 ? __("One cleared match") : __("{0} cleared matches", [cleared.length])}</summary>${listed(cleared)}</details>`
			: "";
		const more = shown.length > SHOWN ? `<p class="text-muted">${__("and {0} more in the list of matches", [shown.length - SHOWN])}</p>` : "";
		return (shown.length ? listed(shown) + more : "") + behind;
	}

	function subjects(rows) {
		const current = rows.filter((row) => row.is_current || row.open_matches);
		if (!current.length) return "";
		const cells = current.map(
			(row) => `<tr><td dir="auto">${link("Screening Subject", row.name, row.subject_name)}${row.is_current ? "" : ` <span class="text-muted">(${__("before")})</span>`}</td>
				<td>${esc(__(row.role))}</td><td>${cqs.compliance.status_pill(row.status)}</td>
				<td>${row.last_screened_on ? esc(cqs.compliance.when(row.last_screened_on)) : __("never")}${row.note ? `<div class="text-muted small">${esc(row.note)}</div>` : ""}</td></tr>`,
		);
		const head = [__("Who"), __("Role"), __("Status"), __("Last Screened")].map((word) => `<th>${word}</th>`).join("");
		const word = current.length === 1 ? __("One name is screened") : __("{0} names are screened", [current.length]);
		return `<details ${current.some((row) => row.note) ? "open" : ""}><summary>${word}</summary><div class="table-responsive">
			<table class="table table-sm cqs-steps"><thead><tr>${head}</tr></thead><tbody>${cells.join("")}</tbody></table></div></details>`;
	}

	const actions = {
		async screen(frm) {
			const [party_type, party] = party_of(frm);
			const answer = await cqs.credit.act("screen_party", { party_type, party }, __("Asking the lists")).catch(() => null);
			if (!answer) return;
			const open = answer.matches.filter((one) => one.decision === "Open").length;
			const message = open ? __("Screened: {0} to decide.", [open]) : __("Screened.");
			frappe.show_alert({ message, indicator: open ? "orange" : "green" });
			frm.is_dirty() ? cqs.compliance.show_panel(frm) : frm.reload_doc();
		},
		evidence: (frm) => cqs.compliance.ask_evidence(...party_of(frm)),
	};

	for (const doctype of ["Customer", "Customer Qualification"]) {
		frappe.ui.form.on(doctype, { refresh: (frm) => cqs.compliance.show_panel(frm) });
	}
})();
