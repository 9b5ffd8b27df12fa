// What every screen of screening shares: colours, percentages, and stored questions and answers in words.
frappe.provide("cqs.compliance");

(() => {
	const { esc, pill } = cqs.credit;
	const SHOWN = 6;

	Object.assign(cqs.compliance, {
		OFFICER: "Compliance Officer",
		STATUS_COLOURS: { Pending: "blue", Clear: "green", "Under Review": "orange", Forbidden: "red", Failed: "red" },
		DECISION_COLOURS: { Open: "orange", Cleared: "green", Confirmed: "red" },
		RESULT_COLOURS: { Clear: "green", Hit: "orange", Failed: "red" },
		RUN_COLOURS: { Queued: "blue", Running: "orange", Completed: "green", Stopped: "red" },
		BAND_COLOURS: { Possible: "yellow", Likely: "red" },

		is_officer: () => frappe.user.has_role(cqs.compliance.OFFICER),
		/** Whoever reads no checks learns of no matches: a warning to the customer is an offence. */
		may_read: () => frappe.model.can_read("Screening Check"),
		may_draw: () => cqs.credit.has_role(["Compliance Officer", "Credit Auditor"]),

		/** Rounded down, as on the server: no score seems to reach a threshold that it does not reach. */
		percent: (score) => `${format_number(Math.floor(1000 * flt(score) + 1e-6) / 10, null, 1)}\u00a0%`,
		/** Without the score that it begins with: the screen shows that in percent. */
		plain: (explanation) => String(explanation || "").replace(/^\d[.,]\d+: /, ""),
		because: (explanation) => esc(cqs.compliance.plain(explanation)),
		user: (name) => (name ? frappe.user_info(name).fullname || name : ""),
		when: (moment) => (moment ? frappe.datetime.str_to_user(moment) : ""),

		/** ISO code -> the country's name in the user's language, with the code. */
		country(code) {
			try {
				const names = new Intl.DisplayNames([frappe.boot.lang || "en"], { type: "region" });
				return `${names.of(code)} (${code})`;
			} catch {
				return code;
			}
		},

		/** Values one below the other; many of them behind a click. */
		values(list) {
			const items = list.map((value) => `<li dir="auto">${esc(value)}</li>`);
			if (items.length <= SHOWN) return items.length ? `<ul class="cqs-values">${items.join("")}</ul>` : "";
			const more = __("{0} more", [items.length - SHOWN]);
			return `<ul class="cqs-values">${items.slice(0, SHOWN).join("")}</ul>
				<details><summary>${more}</summary><ul class="cqs-values">${items.slice(SHOWN).join("")}</ul></details>`;
		},

		/** A stored question as a table; see `engine/compliance/queries.py`. */
		query_table(text) {
			const query = cqs.credit.parsed(text, {});
			const numbers = (query.identifiers || []).map(
				([kind, value, country]) => `${kind} ${value}${country ? ` (${country})` : ""}`,
			);
			const rows = [
				[__("Names"), (query.names || []).map(([name]) => name)],
				[__("Kind"), query.schema ? [__(query.schema)] : []],
				[__("Countries"), (query.countries || []).map(cqs.compliance.country)],
				[__("Born or Founded"), query.born || []],
				[__("Numbers"), numbers],
				[__("Gender"), query.gender ? [__(query.gender)] : []],
			].filter(([, values]) => values.length);
			if (!rows.length) return `<p class="text-muted">${__("Nothing was asked.")}</p>`;
			const cells = rows.map(([label, values]) => `<tr><th>${label}</th><td>${cqs.compliance.values(values)}</td></tr>`);
			return `<table class="table table-sm cqs-sides"><tbody>${cells.join("")}</tbody></table>`;
		},

		/** The entries that an answer named. */
		answer_table(found) {
			if (!found.length) return `<p class="text-muted">${__("No entry of the lists reached the threshold.")}</p>`;
			const rows = found.map(
				(one) => `<tr><td class="text-right">${cqs.compliance.percent(one.score)}</td>
					<td dir="auto"><b>${esc(one.name)}</b><div class="text-muted small">${esc(one.list)} ${esc(one.entry)}</div></td>
					<td>${cqs.compliance.because(one.explanation)}</td></tr>`,
			);
			const head = [__("Score"), __("Listed As"), __("Because")].map((word) => `<th>${word}</th>`).join("");
			return `<div class="table-responsive"><table class="table table-sm cqs-steps">
				<thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
		},

		/** How a score came about: see `erp/compliance/match_view.py`. */
		steps_table(steps) {
			const { percent } = cqs.compliance;
			const change = ({ effect, change }) => {
				if (effect === "base") return __("starts from");
				if (effect === "decides") return __("decides alone");
				return change ? `${change > 0 ? "+" : "−"}${percent(Math.abs(change))}` : __("told only");
			};
			const rows = steps.map(
				(one) => `<tr><td>${esc(__(one.name))}</td><td dir="auto">${esc(one.mine)}</td><td dir="auto">${esc(one.theirs)}</td>
					<td class="text-right">${change(one)}</td><td class="text-right">${percent(one.after)}</td></tr>`,
			);
			const head = [__("What"), __("Ours"), __("The List's"), __("Effect"), __("Score")];
			const cells = head.map((word, at) => `<th class="${at > 2 ? "text-right" : ""}">${word}</th>`).join("");
			return `<div class="table-responsive"><table class="table table-sm cqs-steps"><thead><tr>${cells}</tr></thead>
				<tbody>${rows.join("")}</tbody></table></div>`;
		},

		status_pill: (status) =>
			pill(__(status || "Never Screened"), cqs.compliance.STATUS_COLOURS[status] || "gray"),
		decision_pill: (decision) => pill(__(decision), cqs.compliance.DECISION_COLOURS[decision]),
	});
})();

frappe.require("/assets/cqs_app/css/screening.css");
