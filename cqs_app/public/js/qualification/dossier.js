// The form of a qualification: where it stands, what is missing, whose turn it is.
frappe.provide("cqs.qualification");

frappe.ui.form.on("Customer Qualification", {
	setup(frm) {
		frm.set_query("party_type", () => ({ filters: { name: ["in", ["Lead", "Prospect", "Customer"]] } }));
	},
	onload: (frm) => cqs.qualification.stay_at_tables(frm),
	refresh(frm) {
		frm.cqs_request = cqs.qualification.request_of(frm.doc);
		cqs.qualification.show_standing(frm);
		frm.set_df_property("stage", "hidden", frm.is_new());
	},
	before_save: (frm) => cqs.qualification.ask_new_review(frm),
	before_workflow_action: (frm) =>
		frm.selected_workflow_action === "Approve" ? cqs.qualification.ask_approval(frm) : cqs.qualification.ask_reason(frm),
});

const REQUEST = ["requested_limit", "requested_terms", "customer_group", "territory"];
cqs.qualification.request_of = (doc) => JSON.stringify(REQUEST.map((field) => doc[field] || ""));

/** Another request than the one that was reviewed: whoever changes it hears first that the review begins again. */
cqs.qualification.ask_new_review = (frm) => {
	if (frm.is_new() || frm.doc.financial_status !== "Passed" || frm.doc.approved_on) return Promise.resolve();
	if (cqs.qualification.request_of(frm.doc) === frm.cqs_request) return Promise.resolve();
	const words = __("The financial review was passed for the request as it was. With another request it begins again.");
	return new Promise((resolve) => {
		const stop = () => {
			frappe.validated = false;
			resolve();
		};
		frappe.confirm(`<p>${words}</p><p>${__("Save the change?")}</p>`, resolve, stop);
	});
};

/** Frappe goes on from the field before a table into its first row, which it opens or adds: with a table in another tab
 * the page is frozen and shows nothing, or a blank row stops the next save. Here Tab shows the table and stays before it. */
cqs.qualification.stay_at_tables = ({ layout }) => {
	if (layout.cqs_stays_at_tables) return;
	layout.cqs_stays_at_tables = true;
	const go_on = layout.focus_on_next_field.bind(layout);
	layout.focus_on_next_field = (start, fields) => {
		const typed = ({ df }) => df.fieldtype.startsWith("Table") || !frappe.model.no_value_type.includes(df.fieldtype);
		const next = fields.slice(start + 1).find((field) => layout.is_visible(field) && typed(field));
		if (!next || next.df.fieldtype !== "Table" || fields !== layout.fields_list) return go_on(start, fields);
		if (next.tab) next.tab.set_active();
		next.grid.wrapper.find(".grid-add-row:visible, .grid-row-check:visible").last().focus();
		return true;
	};
};

/** What is missing and who acts next, on top of the form; buttons follow the rights. */
cqs.qualification.show_standing = async (frm) => {
	frm.layout.show_message();
	if (frm.is_new()) {
		const words = __("Save it. Then the actions lead from the inquiry through both reviews to the approval.");
		return frm.layout.show_message(words, "blue", true);
	}
	const { name, modified } = frm.doc;
	const rights = await cqs.credit.ask("qualification_rights", { qualification: name }).catch(() => null);
	if (!rights || frm.doc.name !== name || frm.doc.modified !== modified) return;
	frm.cqs_rights = rights;
	frm.layout.show_message();
	const [words, colour] = cqs.qualification.standing_words(frm.doc, rights);
	if (words) frm.layout.show_message(`<div>${words}</div>`, colour, true);
	cqs.qualification.show_renewal(frm, rights);
};

cqs.qualification.standing_words = (doc, rights) => {
	const { esc, link } = cqs.credit;
	if (doc.stage === "Rejected") {
		const who = frappe.user_info(doc.rejected_by).fullname;
		const lines = [__("Rejected by {0}: {1}", [esc(who), esc(doc.rejection_reason)])];
		return [[...lines, ...rights.actions.map((one) => cqs.qualification.action_words(one))].join("<br>"), "red"];
	}
	if (["Active", "Review Due", "Expired"].includes(doc.stage)) {
		const until = __("Valid until {0}.", [frappe.datetime.str_to_user(doc.valid_upto)]);
		const next = rights.renewal
			? __("Its renewal is {0}.", [link("Customer Qualification", rights.renewal)])
			: doc.stage === "Active"
				? __("Next review: {0}.", [frappe.datetime.str_to_user(doc.next_review_date)])
				: __("Choose Renew to begin the next one.");
		return [`${until} ${next}`, cqs.qualification.COLOURS[doc.stage]];
	}
	const lines = rights.actions
		.filter(({ action }) => !["Reject", "Request Information"].includes(action))
		.map((one) => cqs.qualification.action_words(one));
	if (doc.stage === "Contract and Onboarding" && doc.missing && !rights.actions.some(({ missing }) => missing.length)) {
		const open = doc.missing.split("\n").join(", ");
		lines.push(esc(__("It is active by itself once these are done in Contract: {0}", [open])));
	}
	const asked = doc.stage === "Information Requested" && (doc.steps || []).filter(({ action }) => action === "Request Information").pop();
	if (asked) lines.unshift(esc(__("{0} asks for: {1}", [frappe.user_info(asked.left_by).fullname, asked.note])));
	if (doc.override_class && !doc.override_confirmed_by) {
		lines.push(esc(__("Another class is asked for and waits for a second person, in Score.")));
	}
	if (doc.reopened_because) lines.unshift(esc(__("Compliance looks again: {0}", [doc.reopened_because])));
	return [lines.join("<br>"), rights.actions.some((one) => one.missing.length) ? "orange" : "blue"];
};

cqs.qualification.action_words = ({ action, allowed, why_not, missing }) => {
	const { esc } = cqs.credit;
	const name = `<b>${esc(__(action))}</b>`;
	if (!allowed) return `${name}: ${esc(why_not)}`;
	if (!missing.length) return `${name}: ${esc(__("you may do it now, in Actions."))}`;
	return `${name}: ${esc(__("missing"))}<ul class="mb-0">${missing.map((one) => `<li>${esc(one)}</li>`).join("")}</ul>`;
};

cqs.qualification.show_renewal = (frm, rights) => {
	if (!rights.may_renew) return;
	frm.add_custom_button(__("Renew"), () => {
		const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
		frappe.prompt(
			field,
			async ({ reason }) => {
				const fresh = await cqs.credit.act("renew_qualification", { qualification: frm.doc.name, reason });
				frappe.set_route("Form", "Customer Qualification", fresh.name);
			},
			__("Renew {0}", [frm.doc.name]),
			__("Renew"),
		);
	});
};

/** What an approval grants stands on another tab; whoever grants it reads it first. */
cqs.qualification.ask_approval = ({ doc }) => {
	const { esc, money } = cqs.credit;
	frappe.dom.unfreeze();
	const limit = doc.cash_only ? __("0: cash only") : money(doc.approved_limit, doc.currency);
	const lines = [
		[__("Limit"), limit],
		[__("Requested"), money(doc.requested_limit, doc.currency)],
		[__("Proposed"), money(doc.proposed_limit, doc.currency)],
		[__("Class and Score"), doc.risk_class ? `${doc.risk_class} (${format_number(doc.score, null, 1)})` : ""],
		[__("Terms"), doc.approved_terms],
	].filter(([, value]) => value);
	const rows = lines.map(([label, value]) => `<tr><td>${esc(label)}</td><td>${esc(value)}</td></tr>`).join("");
	const words = __("Credit for {0} by {1}:", [esc(doc.party_name), esc(doc.company)]);
	return new Promise((resolve) => {
		frappe.confirm(`<p>${words}</p><table class="table table-bordered">${rows}</table>`, () => {
			frappe.dom.freeze();
			resolve();
		}).set_title(__("Approve"));
	});
};

/** A rejection and a question need a reason. The workflow's call sends it along with the document. */
cqs.qualification.ask_reason = (frm) => {
	const action = frm.selected_workflow_action;
	if (!["Reject", "Request Information"].includes(action)) return Promise.resolve();
	frappe.dom.unfreeze();
	const description =
		action === "Reject"
			? __("Sales and whoever opened it read this, and it stands in the audit trail.")
			: __("And from whom. Colleagues read it here; it is not sent to the applicant.");
	return new Promise((resolve) => {
		// A dialog that is closed without an answer leaves the promise open, so that nothing follows.
		const label = action === "Reject" ? __("Reason") : __("What Is Needed");
		frappe.prompt(
			{ fieldname: "note", fieldtype: "Small Text", label, reqd: 1, description },
			({ note }) => {
				frm.doc.cqs_note = note;
				frappe.dom.freeze();
				resolve();
			},
			__(action),
			__(action),
		);
	});
};
