// The credit of a customer, one company at a time, on Customer and on Credit Account.
(() => {
	const companies = () => Object.keys(locals[":Company"] || {}).sort();

	function party(frm, panel) {
		if (frm.doctype === "Credit Account") return { customer: frm.doc.customer, company: frm.doc.company };
		const wanted = panel.company || frappe.defaults.get_user_default("Company");
		const known = companies();
		return { customer: frm.doc.name, company: known.includes(wanted) || !known.length ? wanted : known[0] };
	}

	function question(frm, panel) {
		if (frm.is_new()) return { note: __("The credit is shown once the customer is saved.") };
		const args = party(frm, panel);
		if (!args.company) return { note: __("Choose a default company to see the customer's credit.") };
		return { key: JSON.stringify(args), method: "credit_position", args };
	}

	function decorate(position, frm) {
		const choice = frm.doctype === "Customer" ? companies() : [];
		return { position, companies: choice, buttons: buttons(position) };
	}

	function buttons(position) {
		const shown = [];
		if (position.status === "Active" && cqs.credit.may_decide()) {
			shown.push({ action: "force", label: __("Force Hold") });
		}
		if (position.status === "Forced Hold" && cqs.credit.has_role(cqs.credit.LIFTERS)) {
			shown.push({ action: "lift", label: __("Lift Forced Hold") });
		}
		if (frappe.model.can_create("Credit Limit Change")) {
			shown.push({ action: "change", label: __("Change Limit") });
		}
		return shown;
	}

	const asked = ({ customer, company }) => ({ customer, company });
	const after = (panel) => () => (panel.frm.is_dirty() ? panel.ask(true) : panel.frm.reload_doc());
	const actions = {
		force: (panel) => cqs.credit.force_hold(asked(panel.state.position), after(panel)),
		lift: (panel) => cqs.credit.lift_forced_hold(asked(panel.state.position), after(panel)),
		change: (panel) => cqs.credit.change_limit(panel.state.position),
	};

	const events = {
		refresh(frm) {
			cqs.credit.Panel.on(frm, { question, decorate, actions }).refresh();
		},
	};
	["Customer", "Credit Account"].forEach((doctype) => frappe.ui.form.on(doctype, events));
})();
