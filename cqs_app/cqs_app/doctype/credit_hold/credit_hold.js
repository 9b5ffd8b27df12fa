frappe.ui.form.on("Credit Hold", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		const { doc } = frm;
		frm.page.set_indicator(__(doc.status), cqs.credit.HOLD_COLOURS[doc.status]);
		const findings = cqs.credit.parsed(doc.findings, []);
		if (findings.length) {
			cqs.credit.show_instead(frm, "reasons", cqs.credit.findings_table(findings));
		}
		frm.toggle_display("findings", false);
		const given = ["Released", "Expired"].includes(doc.status);
		frm.toggle_display(["release_ceiling", "release_valid_upto", "reserved"], given);
		frm.trigger("show_document");
		frm.trigger("show_buttons");
	},

	show_document(frm) {
		const { reference_doctype, reference_name } = frm.doc;
		if (reference_name && frappe.model.can_read(reference_doctype)) {
			frm.add_custom_button(__("Open {0}", [__(reference_doctype)]), () =>
				frappe.set_route("Form", reference_doctype, reference_name)
			);
		}
	},

	async show_buttons(frm) {
		const { name, status, customer, company, hold_type, reference_doctype } = frm.doc;
		frm.layout.show_message();
		if (status !== "Open") return;
		if (reference_doctype === "Customer") return show_lift(frm, { customer, company });
		const rights = await cqs.credit.ask("hold_rights", { hold: name }).catch(() => null);
		if (!rights || frm.doc.name !== name || frm.doc.status !== "Open") return;
		const reload = () => frm.reload_doc();
		if (rights.may_decide) {
			frm.page.set_primary_action(__("Release"), () => cqs.credit.release(frm.doc, reload));
			frm.add_custom_button(__("Reject"), () => cqs.credit.reject(frm.doc, reload));
		} else {
			frm.layout.show_message(cqs.credit.esc(rights.why_not), "blue", true);
			if (rights.may_ask) {
				const label = frm.doc.request_note ? __("Ask Again") : __("Request Release");
				frm.add_custom_button(label, () => cqs.credit.request_release(name, reload));
			}
		}
		if (cqs.credit.may_decide() && hold_type !== "Forced") {
			frm.add_custom_button(__("Evaluate Again"), () => evaluate(frm, { customer, company }));
		}
	},
});

function show_lift(frm, party) {
	frm.layout.show_message(
		__("A forced hold stops everything of this customer until it is lifted; payments pass."),
		"orange",
		true
	);
	if (!cqs.credit.has_role(cqs.credit.LIFTERS)) return;
	const reload = () => frm.reload_doc();
	frm.add_custom_button(__("Lift Forced Hold"), () => cqs.credit.lift_forced_hold(party, reload));
}

async function evaluate(frm, party) {
	const cured = await cqs.credit.act("evaluate_holds", party, __("Looking at the customer's open holds"));
	const message = cured.includes(frm.doc.name)
		? __("Nothing stands against it any more: it can be submitted.")
		: __("It is still beyond the credit.");
	frappe.show_alert({ message, indicator: cured.includes(frm.doc.name) ? "green" : "orange" });
	frm.reload_doc();
}
