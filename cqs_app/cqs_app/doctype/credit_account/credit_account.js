frappe.ui.form.on("Credit Account", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		const colours = { Active: "green", "Forced Hold": "red", Blocked: "red", Closed: "gray" };
		frm.page.set_indicator(__(frm.doc.status), colours[frm.doc.status]);
		// The panel above shows the same figures, as they are now.
		frm.toggle_display(["position_section", "components_section", "internal_section"], false);
		frm.add_custom_button(__("Holds"), () => list(frm, "Credit Hold"), __("View"));
		frm.add_custom_button(__("Limit Changes"), () => list(frm, "Credit Limit Change"), __("View"));
		frm.add_custom_button(__("Guarantees"), () => list(frm, "Credit Guarantee"), __("View"));
		if (frappe.model.can_read("Credit Check")) {
			frm.add_custom_button(__("Checks"), () => list(frm, "Credit Check"), __("View"));
		}
	},
});

function list(frm, doctype) {
	const { customer, company } = frm.doc;
	frappe.set_route("List", doctype, { customer, company });
}
