// Findings as a table, for Credit Hold and Credit Check, which store them as JSON.
frappe.provide("cqs.credit");

(() => {
	const { esc } = cqs.credit;

	cqs.credit.parsed = (text, otherwise) => {
		try {
			return JSON.parse(text || "null") ?? otherwise;
		} catch {
			return otherwise;
		}
	};

	cqs.credit.findings_table = (findings) => {
		if (!findings.length) return `<p class="text-muted">${__("Nothing was found.")}</p>`;
		const rows = findings.map((finding) => {
			const pill = cqs.credit.pill(__(finding.outcome), cqs.credit.COLOURS[finding.outcome]);
			return `<tr><td>${pill}</td><td><b>${esc(__(finding.rule))}</b></td>
				<td>${esc(finding.message)}${softened(finding)}</td></tr>`;
		});
		return `<div class="table-responsive"><table class="table table-sm cqs-findings"><thead><tr>
			<th>${__("Outcome")}</th><th>${__("Rule")}</th><th>${__("What was found")}</th>
			</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
	};

	const softened = (finding) =>
		finding.softened ? ` <span class="text-muted">(${esc(__(finding.softened))})</span>` : "";

	/** Show HTML instead of a stored Code field; the value itself stays as it is. */
	cqs.credit.show_instead = (frm, fieldname, html) => {
		const field = frm.get_field(fieldname);
		if (!field) return;
		field.$wrapper.find(".cqs-instead").remove();
		field.$wrapper.children().addClass("hidden");
		field.$wrapper.append(`<div class="cqs-instead frappe-control">${html}</div>`);
	};

	cqs.credit.read_only = (frm) => {
		frm.disable_save();
		frm.set_read_only && frm.set_read_only();
	};
})();
