// On leads, prospects and customers: begin a qualification, or go on with the one that is under way.
for (const doctype of ["Lead", "Prospect", "Customer"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			if (frm.is_new() || !frappe.model.can_create("Customer Qualification")) return;
			const values = { party_type: doctype, party: frm.doc.name };
			const begin = () => frappe.new_doc("Customer Qualification", values);
			frm.add_custom_button(__("Credit Qualification"), begin, __("Create"));
		},
	});
}
