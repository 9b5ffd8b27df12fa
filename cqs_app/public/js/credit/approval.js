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
	const text = rights.may_submit ? __("Submitting puts it in force.") : rights.why_not;
	frm.layout.show_message();
	frm.layout.show_message(cqs.credit.esc(text), "blue", true);
	if (!rights.may_submit && !frm.is_dirty()) frm.page.clear_primary_action();
};
