// On leads, prospects and customers: begin a qualification, or go on with the one that is under way.
frappe.provide("cqs.qualification");

/** Dossiers of the party that are not decided yet: there is one a company. */
cqs.qualification.under_way = (party) =>
	frappe.db.get_list("Customer Qualification", {
		filters: {
			...party,
			stage: ["not in", ["Active", "Review Due", "Expired", "Rejected"]],
		},
		fields: ["name", "company", "stage"],
	});

cqs.qualification.go_on = (found, party) => {
	const { esc, link } = cqs.credit;
	const lines = found.map(
		({ name, company, stage }) => `<li>${link("Customer Qualification", name)}: ${esc(company)}, ${esc(__(stage))}</li>`,
	);
	const dialog = new frappe.ui.Dialog({
		title: __("Already Under Way"),
		fields: [{ fieldtype: "HTML", options: `<ul>${lines.join("")}</ul>` }],
		primary_action_label: __("Open"),
		primary_action() {
			dialog.hide();
			frappe.set_route("Form", "Customer Qualification", found[0].name);
		},
		secondary_action_label: __("Begin One for Another Company"),
		secondary_action() {
			dialog.hide();
			frappe.new_doc("Customer Qualification", party);
		},
	});
	dialog.$wrapper.on("click", "a", () => dialog.hide());
	dialog.show();
};

for (const doctype of ["Lead", "Prospect", "Customer"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			if (frm.is_new() || !frappe.model.can_create("Customer Qualification")) return;
			const values = { party_type: doctype, party: frm.doc.name };
			const begin = async () => {
				const found = await cqs.qualification.under_way(values);
				if (!found.length) return frappe.new_doc("Customer Qualification", values);
				cqs.qualification.go_on(found, values);
			};
			frm.add_custom_button(__("Credit Qualification"), begin, __("Create"));
		},
	});
}
