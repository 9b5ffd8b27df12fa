frappe.ui.form.on("Promise to Pay", {
	setup(frm) {
		const whose = () => ({ customer: frm.doc.customer, company: frm.doc.company });
		frm.set_query("sales_invoice", "invoices", () => ({
			filters: { ...whose(), docstatus: 1, outstanding_amount: [">", 0] },
		}));
		frm.set_query("contact", () => ({
			query: "frappe.contacts.doctype.contact.contact.contact_query",
			filters: { link_doctype: "Customer", link_name: frm.doc.customer },
		}));
	},

	refresh(frm) {
		frm.toggle_enable("amount", !(frm.doc.invoices || []).length);
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.status), cqs.credit.PROMISE_COLOURS[frm.doc.status]);
		frm.disable_form();
		frm.disable_save();
		if (frm.doc.status === "Open" && frappe.model.can_write("Promise to Pay")) {
			frm.add_custom_button(__("Withdraw"), () => withdraw(frm));
		}
	},

	invoices_add: (frm) => frm.toggle_enable("amount", false),
});

function withdraw(frm) {
	frappe.prompt(
		[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		async ({ reason }) => {
			await cqs.credit.act("withdraw_promise", { promise: frm.doc.name, reason });
			frm.reload_doc();
		},
		__("Withdraw the Promise"),
		__("Withdraw")
	);
}
