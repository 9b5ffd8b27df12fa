frappe.ui.form.on("Credit Limit Change", {
	refresh(frm) {
		frm.trigger("show_position");
		frm.trigger("show_hint");
		frm.trigger("show_fields");
	},
	customer: (frm) => frm.trigger("show_position"),
	company: (frm) => frm.trigger("show_position"),
	change_type: (frm) => frm.trigger("show_fields"),
	new_limit: (frm) => compare(frm),
	returns_to_standard: (frm) => show_terms(frm),

	show_fields(frm) {
		const type = frm.doc.change_type;
		frm.toggle_display("new_limit", ["Base Limit", "Temporary Limit"].includes(type));
		frm.toggle_display("valid_upto", type !== "Revoke" && type !== "Payment Terms");
		frm.toggle_reqd("valid_upto", type === "Temporary Limit");
		frm.toggle_display("payment_terms_template", type === "Payment Terms");
		compare(frm);
		show_terms(frm);
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
