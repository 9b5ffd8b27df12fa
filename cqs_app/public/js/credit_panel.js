// The credit panel on sales documents: the expected outcome before submit, the position afterwards.
(() => {
	const GATED = ["Quotation", "Sales Order", "Delivery Note", "Sales Invoice"];
	const HEAD = `company customer party_name quotation_to currency conversion_rate is_return is_pos
		payment_terms_template due_date delivery_date discount_amount additional_discount_percentage apply_discount_on
		disable_rounded_total update_stock paid_amount write_off_amount`.split(/\s+/);
	const ITEM = `item_code qty rate price_list_rate discount_percentage discount_amount conversion_factor delivery_date warehouse
		sales_order so_detail against_sales_order delivery_note dn_detail`.split(/\s+/);
	const REST = {
		taxes: ["charge_type", "rate", "tax_amount", "included_in_print_rate"],
		payment_schedule: ["due_date", "payment_amount", "discount", "discount_type", "discount_date"],
		payments: ["amount"],
		advances: ["reference_name", "allocated_amount"],
	};

	const customer_of = (doc) => {
		if (doc.doctype !== "Quotation") return doc.customer;
		return doc.quotation_to === "Customer" ? doc.party_name : null;
	};

	/** What the check depends on; typing a remark or an address asks nobody. */
	function fingerprint(doc) {
		const pick = (row, fields) => fields.map((field) => row[field] ?? null);
		const tables = Object.entries({ items: ITEM, ...REST });
		const rows = tables.map(([table, fields]) => (doc[table] || []).map((row) => pick(row, fields)));
		return JSON.stringify([doc.name, pick(doc, HEAD), rows]);
	}

	function question(frm) {
		const { doc } = frm;
		const customer = customer_of(doc);
		if (doc.doctype === "Quotation" && doc.quotation_to !== "Customer") return null;
		if (!customer) return { note: __("Choose a customer to see the credit.") };
		if (!doc.company) return { note: __("Choose a company to see the customer's credit.") };
		const key = fingerprint(doc);
		if (doc.docstatus !== 0) {
			return { key, method: "credit_position", args: { customer, company: doc.company } };
		}
		const args = { doctype: doc.doctype };
		if (!frm.is_new()) args.name = doc.name;
		const mine = frm.is_dirty() && frappe.model.can_write(doc.doctype);
		if (frm.is_new() || mine) args.doc = sendable(doc);
		return { key, method: "preview", args };
	}

	/** Without rows that say nothing yet: the form begins with an empty one. */
	function sendable(doc) {
		const items = (doc.items || []).filter((row) => row.item_code);
		return Object.fromEntries(Object.entries({ ...doc, items }).filter(([key]) => !key.startsWith("__")));
	}

	function decorate(answer, frm) {
		if (frm.doc.docstatus !== 0) {
			return { position: answer.position, credit_status: frm.doc.cqs_credit_status };
		}
		const { position, hold } = answer;
		if (!position) return { note: __("The credit check is shown once the document is complete.") };
		cqs.credit.propose_terms(frm, position.agreed_terms);
		return { ...answer, buttons: hold && hold.status === "Open" ? buttons(hold) : [] };
	}

	function buttons(hold) {
		const asked = { action: "request", label: hold.request_note ? __("Ask Again") : __("Request Release") };
		if (!hold.may_decide) return hold.may_ask ? [asked] : [];
		return [
			{ action: "release", label: __("Release"), primary: true },
			{ action: "reject", label: __("Reject") },
		];
	}

	const after = (panel) => () => panel.frm.reload_doc();
	const held = (panel) => ({
		...panel.state.hold,
		reference_doctype: panel.frm.doctype,
		reference_name: panel.frm.docname,
	});
	const saved = (panel, act) => {
		if (!panel.frm.is_dirty()) return act();
		frappe.show_alert({ message: __("Save the document first."), indicator: "orange" });
	};
	const actions = {
		request: (panel) =>
			saved(panel, () => cqs.credit.request_release(panel.state.hold.name, after(panel))),
		release: (panel) => saved(panel, () => cqs.credit.release(held(panel), after(panel))),
		reject: (panel) => saved(panel, () => cqs.credit.reject(held(panel), after(panel))),
	};

	const events = {
		refresh(frm) {
			cqs.credit.Panel.on(frm, { question, decorate, actions }).refresh();
		},
	};
	GATED.forEach((doctype) => frappe.ui.form.on(doctype, events));

	/** A refusal rolls back and marks the draft afterwards: fetch the mark, and ask again. */
	async function show_mark(frm) {
		const { doctype, docname } = frm;
		const { message } = await frappe.db.get_value(doctype, docname, ["cqs_credit_status", "cqs_credit_hold"]);
		if (frm.docname !== docname || frm.is_dirty() || frm.doc.docstatus !== 0) return;
		Object.assign(frm.doc, message);
		frm.refresh();
	}

	$(document)
		.off("ajaxError.cqs")
		.on("ajaxError.cqs", (event, xhr) => {
			const refused = xhr.responseJSON && xhr.responseJSON.exc_type === "CreditRefused";
			const frm = window.cur_frm;
			if (!refused || !frm || !GATED.includes(frm.doctype) || frm.is_new()) return;
			show_mark(frm);
		});
})();
