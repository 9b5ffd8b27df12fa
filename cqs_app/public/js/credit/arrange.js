// "Promise to Pay" and "Payment Plan" on the customer and on what he owes, for those who may write them.
(() => {
	const start = (doctype, values, invoice) =>
		frappe.model.with_doctype(doctype, () => {
			const doc = frappe.model.get_new_doc(doctype);
			Object.assign(doc, values);
			if (invoice) Object.assign(frappe.model.add_child(doc, "invoices"), invoice);
			frappe.set_route("Form", doctype, doc.name);
		});

	function offer(frm, values, invoice) {
		for (const doctype of ["Promise to Pay", "Payment Plan"]) {
			if (!frappe.model.can_create(doctype)) continue;
			frm.add_custom_button(__(doctype), () => start(doctype, values, invoice), __("Create"));
		}
	}

	frappe.ui.form.on("Sales Invoice", {
		refresh(frm) {
			const { docstatus, outstanding_amount, customer, company, name, due_date } = frm.doc;
			const outstanding = outstanding_amount;
			const row = { sales_invoice: name, due_date, outstanding, outstanding_now: outstanding };
			if (docstatus === 1 && outstanding > 0) offer(frm, { customer, company }, row);
		},
	});

	frappe.ui.form.on("Customer", {
		refresh(frm) {
			const company = frappe.defaults.get_user_default("Company");
			if (!frm.is_new()) offer(frm, { customer: frm.doc.name, company });
		},
	});
})();
