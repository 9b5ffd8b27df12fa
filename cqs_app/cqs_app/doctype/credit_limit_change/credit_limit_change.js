const MEANING = {
	"Temporary Limit": __("Takes the place of the base limit between its days, and reverts by itself."),
	"Payment Terms": __("What is agreed with this customer instead of the policy's standard."),
	Unlimited: __("No limit of its own; the other rules of the policy still hold."),
	Revoke: __("No more credit: a limit of 0, cash only. A temporary limit ends as well."),
};

frappe.ui.form.on("Credit Limit Change", {
	refresh(frm) {
		frm.trigger("show_position");
		frm.trigger("show_hint");
		frm.trigger("show_fields");
		frm.trigger("show_proposal");
	},
	customer: (frm) => ["show_position", "show_proposal"].forEach((name) => frm.trigger(name)),
	company: (frm) => ["show_position", "show_proposal"].forEach((name) => frm.trigger(name)),
	change_type: (frm) => ["show_fields", "show_proposal"].forEach((name) => frm.trigger(name)),
	new_limit: (frm) => compare(frm),
	returns_to_standard: (frm) => show_terms(frm),

	show_fields(frm) {
		const type = frm.doc.change_type;
		frm.set_df_property("change_type", "description", MEANING[type] || "");
		frm.toggle_display("new_limit", ["Base Limit", "Temporary Limit"].includes(type));
		frm.toggle_display("valid_upto", type !== "Revoke" && type !== "Payment Terms");
		frm.toggle_reqd("valid_upto", type === "Temporary Limit");
		frm.toggle_display("payment_terms_template", type === "Payment Terms");
		compare(frm);
		show_terms(frm);
	},

	/** Only the credit roles may have a limit proposed; everybody who reads the change may read a kept proposal. */
	show_proposal(frm) {
		const { customer, company, change_type, docstatus } = frm.doc;
		const may = docstatus === 0 && !frm.doc.rejected_by && cqs.credit.may_decide();
		const asks = frm.is_new() || frm.doc.requested_by === frappe.session.user;
		frm.toggle_display("proposal_section", may || Boolean(frm.doc.proposal_html));
		frm.remove_custom_button(__("Propose"));
		if (may && asks && customer && company && change_type === "Base Limit") {
			frm.add_custom_button(__("Propose"), () => propose(frm));
		}
	},

	show_hint: (frm) => cqs.credit.approval_hint(frm),
	before_workflow_action: (frm) => cqs.credit.before_workflow_action(frm),

	async show_position(frm) {
		const { customer, company, docstatus } = frm.doc;
		frm.cqs_position = null;
		if (customer && company && docstatus === 0) {
			const position = await cqs.credit.ask("credit_position", { customer, company }).catch(() => null);
			if (frm.doc.customer !== customer || frm.doc.company !== company) return;
			frm.cqs_position = position;
		}
		show_terms(frm);
		if (frm.cqs_position && frm.doc.currency !== frm.cqs_position.currency && docstatus === 0) {
			frm.doc.currency = frm.cqs_position.currency;
			frm.refresh_field("new_limit");
		}
		compare(frm);
	},
});

/** Fill in what the policy proposes. Saving works it out again: what the approver sees is never the browser's. */
async function propose(frm) {
	const { customer, company, net_worth_on } = frm.doc;
	const net_worth = net_worth_on ? flt(frm.doc.net_worth) : null;
	let proposal;
	try {
		proposal = await cqs.credit.ask("propose_limit", { customer, company, net_worth });
	} catch (error) {
		return frappe.msgprint({ message: cqs.credit.esc(error.message), indicator: "red" });
	}
	if (frm.doc.customer !== customer || frm.doc.company !== company) return;
	await frm.set_value({ new_limit: proposal.limit, with_proposal: 1 });
	if (!frm.doc.reason) {
		const reason = __("As proposed by policy {0}, version {1}", [proposal.policy, proposal.policy_version]);
		await frm.set_value("reason", reason);
	}
	Object.assign(frm.doc, { proposed_limit: proposal.limit, proposal_html: proposal.html });
	["proposed_limit", "proposal_html"].forEach((field) => frm.refresh_field(field));
	frm.layout.refresh_dependency();
}

/** The limit and the exposure of today, right below the new value. */
function compare(frm) {
	const position = frm.cqs_position;
	if (!position) return frm.set_df_property("new_limit", "description", "");
	const { currency, exposure } = position;
	const now = __("Now: {0}. Exposure: {1}.", [
		cqs.credit.limit_text(position),
		cqs.credit.money(exposure, currency),
	]);
	const less = flt(frm.doc.new_limit) < exposure && frm.doc.change_type === "Base Limit";
	const warning = less
		? ` <b class="cqs-credit__bad">${__("The new limit is below the exposure: new orders will be held.")}</b>`
		: "";
	frm.set_df_property("new_limit", "description", now + warning);
}

/** The terms of today below the fields that change them; what stays empty stays as it is. */
function show_terms(frm) {
	const position = frm.cqs_position;
	const parts = position ? cqs.credit.terms_parts(position.agreed_terms) : {};
	const now = (text) => (text ? __("Now: {0}.", [cqs.credit.esc(text)]) : "");
	const empty = frm.doc.returns_to_standard ? __("Empty: as the policy says.") : __("Empty: as it is.");
	const describe = (field, text) => frm.set_df_property(field, "description", `${now(text)} ${empty}`.trim());
	describe("payment_terms_template", parts.template);
	describe("invoicing_cycle", parts.cycle);
	frm.set_df_property("limits_discount", "description", now(parts.discount));
}
