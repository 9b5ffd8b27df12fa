frappe.ui.form.on("Credit Guarantee", {
	setup(frm) {
		const party = () => ({ customer: frm.doc.customer, company: frm.doc.company });
		frm.set_query("sales_order", () => ({ filters: { ...party(), docstatus: ["<", 2] } }));
		frm.set_query("replaces", () => ({ filters: { ...party(), docstatus: 1, name: ["!=", frm.doc.name] } }));
		frm.set_query("guarantor", () => ({ filters: { name: ["!=", frm.doc.customer || ""] } }));
	},

	refresh(frm) {
		const { text, colour } = cqs.credit.validity(frm.doc);
		if (!frm.is_new()) frm.page.set_indicator(text, colour);
		frm.toggle_display("status", false);
		cqs.credit.approval_hint(frm);
		frm.trigger("show_fields");
		if (frm.is_new() || !frappe.model.can_create("Credit Guarantee")) return;
		if (frm.doc.docstatus === 1) frm.add_custom_button(__("Renew"), () => renew(frm));
	},

	guarantee_type: (frm) => frm.trigger("show_fields"),

	show_fields(frm) {
		const [issuer, number] = LABELS[frm.doc.guarantee_type] || LABELS.other;
		frm.set_df_property("issuer", "label", issuer);
		frm.set_df_property("reference_number", "label", number);
		frm.toggle_display("replaces", frm.doc.docstatus === 0 || Boolean(frm.doc.replaces));
	},

	issuing_bank: (frm) => frm.doc.issuing_bank && frm.set_value("issuer", frm.doc.issuing_bank),
	guarantor: (frm) => frm.doc.guarantor && frm.set_value("issuer", frm.doc.guarantor),

	company(frm) {
		const company = locals[":Company"] && locals[":Company"][frm.doc.company];
		if (company && !frm.doc.currency) frm.set_value("currency", company.default_currency);
	},

	/** Frappe's own cancellation takes no reason: ask for it and let the app cancel. */
	before_cancel(frm) {
		frappe.validated = false;
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				reqd: 1,
				description: __("It stands in the history of the limit."),
			},
			async ({ reason }) => {
				await cqs.credit.act("cancel_guarantee", { guarantee: frm.doc.name, reason });
				frm.reload_doc();
			},
			__("Cancel {0}", [frm.doc.name]),
			__("Cancel the Guarantee")
		);
	},
});

frappe.ui.form.on("Credit Guarantee Document", {
	received(frm, doctype, name) {
		const row = locals[doctype][name];
		const day = row.received ? frappe.datetime.get_today() : null;
		frappe.model.set_value(doctype, name, "received_on", day);
	},
});

const LABELS = {
	"Letter of Credit": [__("Issuer as on the Paper"), __("Number of the Letter of Credit")],
	"Credit Insurance": [__("Insurer"), __("Policy Number")],
	"Bank Guarantee": [__("Issuer as on the Paper"), __("Number of the Guarantee")],
	"Parent Guarantee": [__("Guarantor"), __("Number of the Guarantee")],
	Deposit: [__("Held By"), __("Receipt")],
	other: [__("Issuer"), __("Reference Number")],
};

/** The same paper for the time after: approved, it takes the place of this one at once. */
function renew(frm) {
	const draft = frappe.model.copy_doc(frm.doc);
	Object.assign(draft, { replaces: frm.doc.name, amended_from: null, status: "Draft", valid_from: null });
	draft.valid_upto = null;
	frappe.set_route("Form", draft.doctype, draft.name);
}
