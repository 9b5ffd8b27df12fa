// What every form says that one person fills in and another puts in force by submitting it.
frappe.provide("cqs.credit");

/** Who may not put it in force sees no Submit, but who has to, and what to do next. */
cqs.credit.approval_hint = async (frm) => {
	frm.layout.show_message();
	if (frm.doc.docstatus !== 0) return;
	if (frm.is_new()) return frm.layout.show_message(cqs.credit.first_words(frm), "blue", true);
	const { doctype, name, modified } = frm.doc;
	const rights = await cqs.credit.ask("approval_rights", { doctype, name }).catch(() => null);
	if (!rights || frm.doc.name !== name || frm.doc.modified !== modified) return;
	frm.layout.show_message();
	const words = cqs.credit.esc(cqs.credit.approval_words(frm, rights));
	frm.layout.show_message(`<span>${words}</span>`, "blue", true);
	if (!rights.may_submit && !frm.is_dirty()) frm.page.clear_primary_action();
};

cqs.credit.has_workflow = (frm) => Boolean(frappe.workflow.get_state_fieldname(frm.doctype));

/** On a document that is not saved yet. */
cqs.credit.first_words = (frm) =>
	cqs.credit.has_workflow(frm)
		? __(
				"Save it and choose Actions > Request Approval. It is in force once somebody else, whose approval level reaches it, approves it."
			)
		: __("Save it. It is in force once somebody else, whose approval level reaches it, submits it.");

/** The next step, and whose it is; with a workflow it depends on the state. */
cqs.credit.approval_words = (frm, { may_submit, why_not, approvers }) => {
	const { workflow_state, rejected_by, rejection_reason } = frm.doc;
	if (rejected_by) {
		const who = __("Rejected by {0}: {1}", [frappe.user_info(rejected_by).fullname, rejection_reason]);
		const next = __("Actions > Reopen makes it a draft again, to be changed and asked for once more.");
		return `${who.replace(/[.\s]*$/, ".")} ${next}`;
	}
	if (cqs.credit.has_workflow(frm) && workflow_state === "Draft") {
		return __("Nobody was asked yet: choose Actions > Request Approval. Then somebody else may approve it: {0}.", [
			approvers,
		]);
	}
	if (!may_submit) return why_not;
	return workflow_state ? __("Approving puts it in force.") : __("Submitting puts it in force.");
};

/** A rejection needs a reason. The workflow's call sends it along with the document. */
cqs.credit.before_workflow_action = (frm) => {
	if (frm.selected_workflow_action !== "Reject") return Promise.resolve();
	frappe.dom.unfreeze();
	const description = __("Who asked for it reads this here, and may reopen it and ask again.");
	return new Promise((resolve) => {
		// A dialog that is closed without an answer leaves the promise open, so that nothing follows.
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, description },
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
