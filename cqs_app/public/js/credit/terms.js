// The terms agreed with a customer: in words, and on a new document by themselves.
frappe.provide("cqs.credit");

Object.assign(cqs.credit, {
	TERMS_SOURCES: {
		"Credit Account": __("own agreement"),
		"Credit Policy": __("policy"),
		Customer: __("customer"),
		Company: __("company"),
	},

	/** `template`, `cycle` and `discount` as plain texts with their sources, empty where nothing was agreed. */
	terms_parts(agreed) {
		const from = (source) => ` (${cqs.credit.TERMS_SOURCES[source] || source})`;
		const { payment_terms_template, days, invoicing_cycle, max_discount_percent } = agreed || {};
		return {
			template: payment_terms_template
				? `${__("{0}, today {1} days", [payment_terms_template, days])}${from(agreed.terms_from)}`
				: "",
			cycle: invoicing_cycle ? __(invoicing_cycle) + from(agreed.cycle_from) : "",
			discount:
				max_discount_percent === null || max_discount_percent === undefined
					? ""
					: __("up to {0} %", [max_discount_percent]) + from(agreed.discount_from),
		};
	},

	/** One line of HTML for the panel; empty when nothing was agreed. */
	terms_line(agreed) {
		const { template, cycle, discount } = cqs.credit.terms_parts(agreed);
		const parts = [
			[__("Payment terms"), template],
			[__("Invoiced"), cycle],
			[__("Discount"), discount],
		].filter(([, text]) => text);
		if (!parts.length) return "";
		const texts = parts.map(
			([label, text]) => `<span>${cqs.credit.esc(label)}: <b>${cqs.credit.esc(text)}</b></span>`
		);
		return `<p class="cqs-credit__terms"><span>${__("Agreed")}</span> ${texts.join("")}</p>`;
	},

	/** Put the agreed template on a new form, once for each customer, and only over what ERPNext proposed itself. */
	propose_terms(frm, agreed) {
		const { doc } = frm;
		const wanted = agreed && agreed.payment_terms_template;
		if (!frm.is_new() || !wanted || doc.is_return || doc.is_pos || doc.amended_from) return;
		const key = [doc.name, doc.customer || doc.party_name, doc.company].join("\n");
		if (frm.cqs_terms_for === key) return;
		frm.cqs_terms_for = key;
		const chosen = doc.payment_terms_template;
		if (chosen === wanted || (chosen && chosen !== agreed.erpnext_template)) return;
		frm.set_value("payment_terms_template", wanted);
	},
});
