frappe.ui.form.on("Credit Policy", {
	refresh(frm) {
		frm.set_intro(
			__(
				"Each line says what a rule does at a checkpoint. All rules are looked at; the severest outcome counts: Warn lets pass, Hold waits for a release, Block waits until its cause is gone. A saved change is a new version."
			),
			"blue"
		);
		frm.set_query("role", "approval_levels", () => ({
			filters: { name: ["in", ["Credit Analyst", "Credit Manager", "Credit Director"]] },
		}));
	},
});

frappe.ui.form.on("Credit Policy Rule", {
	form_render: (frm, doctype, name) => explain(frm, name),
	rule: (frm, doctype, name) => explain(frm, name),
});

/** What the threshold of the chosen rule is counted in. */
function explain(frm, name) {
	const units = {
		"Credit Limit": __("Percent of the effective limit; 0 = 100 %"),
		"Overdue Days": __("Days, to which the grace days are added"),
		"Overdue Amount": __("Amount in company currency, overdue by more than the grace days"),
		"Overdue Percent": __("Percent of the receivable balance, overdue by more than the grace days"),
		"Maximum Document Value": __("Amount in company currency; 0 = any"),
		"Payment Terms": __("Days beyond the agreed ones"),
		"Dunning Level": __("Number of dunnings of an open invoice"),
		Concentration: __("Percent of the company's whole exposure"),
	};
	const row = locals["Credit Policy Rule"][name];
	const grid_row = frm.fields_dict.rules.grid.grid_rows_by_docname[name];
	const unit = units[row.rule] || __("This rule needs no threshold");
	grid_row && grid_row.grid_form && grid_row.set_field_property("threshold", "description", unit);
}
