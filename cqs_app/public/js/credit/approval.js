// What every form says that one person fills in and another puts in force by submitting it.
frappe.provide("cqs.credit");

/** Who may not put it in force sees no Submit, but who has to. */
cqs.credit.approval_hint = async (frm) => {
	frm.layout.show_message();
	if (frm.doc.docstatus !== 0) return;
	if (frm.is_new()) {
		const hint = __("It is in force once somebody else, whose approval level reaches it, submits it.");
		return frm.layout.show_message(hint, "blue", true);
	}
	const { doctype, name, modified } = frm.doc;
	const rights = await cqs.credit.ask("approval_rights", { doctype, name }).catch(() => null);
	if (!rights || frm.doc.name !== name || frm.doc.modified !== modified) return;
	const text = rights.may_submit ? cqs.credit.approval_words(frm) : rights.why_not;
	frm.layout.show_message();
	frm.layout.show_message(cqs.credit.esc(text), "blue", true);
	if (!rights.may_submit && !frm.is_dirty()) frm.page.clear_primary_action();
};

/** What the approver's next step is; with a workflow it depends on the state. */
cqs.credit.approval_words = (frm) => {
	const { workflow_state, rejected_by } = frm.doc;
	if (rejected_by) return __("Rejected. It may be approved once somebody has reopened it.");
	if (workflow_state === "Pending Approval") return __("Approving puts it in force.");
	return workflow_state
		? __("It is in force once approval was requested and given.")
		: __("Submitting puts it in force.");
};

/** A rejection needs a reason. The workflow's call sends it along with the document. */
cqs.credit.before_workflow_action = (frm) => {
	if (frm.selected_workflow_action !== "Reject") return Promise.resolve();
	frappe.dom.unfreeze();
	return new Promise((resolve) => {
		// A dialog that is closed without an answer leaves the promise open, so that nothing follows.
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			({ reason }) => {
				frm.doc.rejection_reason = reason;
				frappe.dom.freeze();
				resolve();
			},
			__("Reject {0}", [frm.doc.name]),
			__("Reject"),
		);
	});
};
