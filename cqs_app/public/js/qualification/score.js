// The class of a dossier against its score: one asks, somebody else confirms or refuses. The server says who may.
frappe.provide("cqs.qualification");

frappe.ui.form.on("Customer Qualification", {
	refresh: (frm) => cqs.qualification.show_override(frm),
});

cqs.qualification.show_override = async (frm) => {
	if (frm.is_new() || !cqs.credit.may_decide()) return;
	const { name, modified } = frm.doc;
	const rights = await cqs.credit.ask("class_override_rights", { qualification: name }).catch(() => null);
	if (!rights || frm.doc.name !== name || frm.doc.modified !== modified) return;
	const group = __("Score");
	if (rights.may_request && rights.classes.length) {
		frm.add_custom_button(__("Override Class"), () => cqs.qualification.ask_override(frm, rights), group);
	}
	if (!rights.may_decide) return;
	frm.add_custom_button(__("Confirm Override"), () => cqs.qualification.confirm_override(frm, rights), group);
	frm.add_custom_button(__("Reject Override"), () => cqs.qualification.reject_override(frm, rights), group);
};

cqs.qualification.decide_override = async (frm, method, args, said) => {
	await cqs.credit.act(method, { qualification: frm.doc.name, ...args });
	frappe.show_alert({ message: said, indicator: "green" });
	frm.reload_doc();
};

cqs.qualification.ask_override = (frm, { classes }) => {
	const fields = [
		{ fieldname: "risk_class", fieldtype: "Select", label: __("Class"), options: classes, reqd: 1 },
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: 1,
			description: __("What the score does not know. A second person reads it and decides."),
		},
	];
	const ask = (values) =>
		cqs.qualification.decide_override(
			frm,
			"request_class_override",
			values,
			__("Asked for. It holds once a Credit Manager or Director confirms it."),
		);
	frappe.prompt(fields, ask, __("Override the Class"), __("Ask"));
};

cqs.qualification.confirm_override = (frm, { waiting }) => {
	const { esc } = cqs.credit;
	const asker = frappe.user_info(frm.doc.override_requested_by).fullname;
	const question = __("{0} asks for class {1}: {2}", [esc(asker), esc(waiting), esc(frm.doc.override_reason)]);
	frappe.confirm(`${question}<br><br>${__("Confirm class {0}?", [esc(waiting)])}`, () =>
		cqs.qualification.decide_override(
			frm,
			"confirm_class_override",
			{ risk_class: waiting },
			__("Class {0} holds.", [esc(waiting)]),
		),
	);
};

cqs.qualification.reject_override = (frm, { waiting }) => {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	const refuse = ({ reason }) =>
		cqs.qualification.decide_override(
			frm,
			"reject_class_override",
			{ reason },
			__("Refused: the class of the score stays."),
		);
	frappe.prompt(field, refuse, __("Refuse Class {0}", [cqs.credit.esc(waiting)]), __("Refuse"));
};
