// Possible duplicates: in the dossier, and on leads, prospects and customers in a dialog.
frappe.provide("cqs.qualification");

/** A ranked table with what speaks for and against; or a sentence when there is none. */
cqs.qualification.duplicates_table = (found) => {
	const { esc } = cqs.credit;
	if (!found.length) return `<p class="text-muted">${__("No possible duplicate found.")}</p>`;
	const head = [__("Alike"), __("Party"), __("Because")].map((word) => `<th>${esc(word)}</th>`).join("");
	return `<div class="table-responsive"><table class="table table-bordered cqs-duplicates">
		<thead><tr>${head}</tr></thead>
		<tbody>${found.map(cqs.qualification.duplicate_row).join("")}</tbody></table></div>`;
};

cqs.qualification.duplicate_row = ({ party_type, party, title, readable, score, likely, reasons }) => {
	const { esc, link, pill } = cqs.credit;
	const colour = likely ? "orange" : "gray";
	const name = readable ? link(party_type, party, title) : esc(title);
	return `<tr><td>${pill(`${Math.round(score * 100)}\u00a0%`, colour)}</td>
		<td>${name}<div class="text-muted small">${esc(__(party_type))} ${esc(party)}</div></td>
		<td>${reasons.map(cqs.qualification.duplicate_reason).join("")}</td></tr>`;
};

cqs.qualification.duplicate_reason = ({ feature, weight, mine, theirs }) => {
	const { esc } = cqs.credit;
	const sign = weight > 0 ? "+" : "−";
	const shown = theirs && mine !== theirs ? `${mine} ↔ ${theirs}` : mine;
	return `<div class="small"><b>${sign} ${esc(__(feature))}</b> ${esc(shown)}</div>`;
};

cqs.qualification.show_duplicates = async (frm) => {
	const field = frm.fields_dict.duplicates_html;
	if (!field || frm.is_new()) return;
	const { name } = frm.doc;
	const found = await cqs.credit.ask("find_duplicates", { qualification: name }).catch(() => null);
	if (frm.doc.name !== name) return;
	const label = `<label class="control-label">${__("Possible Duplicates")}</label>`;
	field.$wrapper.html(found ? label + cqs.qualification.duplicates_table(found) : "");
};

cqs.qualification.ask_duplicates = async (frm) => {
	const party = { party_type: frm.doctype, party: frm.doc.name };
	const found = await cqs.credit.act("find_duplicates", party, __("Looking for duplicates"));
	const hint = __("To join two of them, open the one to give up, choose Rename in its menu, and merge it with the other.");
	const dialog = new frappe.ui.Dialog({
		title: __("Possible Duplicates of {0}", [frm.doc.name]),
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "found" }],
	});
	const below = found.length ? `<p class="text-muted small">${cqs.credit.esc(hint)}</p>` : "";
	dialog.fields_dict.found.$wrapper.html(cqs.qualification.duplicates_table(found) + below);
	dialog.show();
};

frappe.ui.form.on("Customer Qualification", { refresh: (frm) => cqs.qualification.show_duplicates(frm) });

for (const doctype of ["Lead", "Prospect", "Customer"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			if (frm.is_new()) return;
			frm.add_custom_button(__("Find Duplicates"), () => cqs.qualification.ask_duplicates(frm), __("View"));
		},
	});
}
