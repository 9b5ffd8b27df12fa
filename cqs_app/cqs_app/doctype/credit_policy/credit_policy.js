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
		show_confirmation(frm);
		name_components(frm);
	},
});

/** Limits are changed automatically only by a version that a second person has confirmed. */
async function show_confirmation(frm) {
	const { name, version, auto_limits_enabled, limit_triggers, seasons } = frm.doc;
	const automatic = auto_limits_enabled || (limit_triggers || []).length || (seasons || []).length;
	if (frm.is_new() || !automatic) return;
	const state = await cqs.credit.ask("policy_confirmation", { policy: name }).catch(() => null);
	if (!state || frm.doc.name !== name || frm.doc.version !== version) return;
	if (state.confirmed_by) {
		const by = __("Version {0} was confirmed by {1}.", [state.version, cqs.credit.esc(state.confirmed_by)]);
		return frm.dashboard.set_headline(by);
	}
	frm.dashboard.set_headline_alert(
		__(
			"Version {0} is in force for checks. Its automatic changes of limits wait for approval until a second person confirms it.",
			[state.version]
		),
		"orange"
	);
	if (!state.may_confirm) return;
	frm.add_custom_button(__("Confirm Version {0}", [state.version]), () => {
		const question = __("Limits within the tolerance of this version will then change without anybody's approval.");
		frappe.confirm(question, async () => {
			await cqs.credit.act("confirm_policy", { policy: name }, __("Confirming"));
			frm.reload_doc();
		});
	});
}

/** The stored words are field names of the ledger; people read what the panel says. */
function name_components(frm) {
	const labels = cqs.credit.COMPONENTS;
	const { grid } = frm.fields_dict.components;
	const stored = frappe.meta.get_docfield("Credit Policy Component", "component").options.split("\n");
	const options = stored.map((value) => ({ value, label: labels[value] || value }));
	grid.update_docfield_property("component", "options", options);
	grid.update_docfield_property("component", "formatter", (value) => cqs.credit.esc(labels[value] || value));
}

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

frappe.ui.form.on("Credit Policy Criterion", {
	form_render: (frm, doctype, name) => explain_bands(frm, name),
	criterion: (frm, doctype, name) => explain_bands(frm, name),
});

/** Whether the chosen criterion is a figure, and of what, or a word. */
function explain_bands(frm, name) {
	const words = ["Industry", "Country", "Entity Type"];
	const units = {
		"Equity Ratio": __("Percent"),
		"EBIT Margin": __("Percent"),
		"Return on Assets": __("Percent"),
		"Revenue Growth": __("Percent a year"),
		"Statement Age (Months)": __("Months"),
		Audited: __("1 = audited, 0 = not"),
		Revenue: __("Company currency a year"),
		"Tangible Net Worth": __("Company currency"),
		"Days Beyond Terms": __("Days"),
		"Trade References": __("0 to 100"),
		"Bank References": __("0 to 100"),
		"External Score": __("0 to 100"),
		"Years in Business": __("Complete years"),
		"Years as Customer": __("Complete years"),
		"Lifetime Value": __("Company currency, before acquisition cost"),
	};
	const row = locals["Credit Policy Criterion"][name];
	const grid_row = frm.fields_dict.criteria.grid.grid_rows_by_docname[name];
	const help = words.includes(row.criterion)
		? __("One a line, such as Germany: 90, and other: 50 for the rest. Points from 0 to 100.")
		: __("One a line, ascending, such as -inf: 0, then 1.5: 60. The last line reached counts; points from 0 to 100. {0}", [
				units[row.criterion] ? __("Unit: {0}", [units[row.criterion]]) : "",
			]);
	grid_row && grid_row.grid_form && grid_row.set_field_property("bands", "description", help);
}
