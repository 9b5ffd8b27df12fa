// Words and colours of payment plans, promises and dunning, for forms, lists and the panel.
frappe.provide("cqs.credit");

Object.assign(cqs.credit, {
	PLAN_COLOURS: {
		Draft: "orange",
		Active: "blue",
		Completed: "green",
		Broken: "red",
		Replaced: "gray",
		Cancelled: "gray",
	},
	INSTALLMENT_COLOURS: { Open: "gray", Paid: "green", Overdue: "orange", Missed: "red" },
	PROMISE_COLOURS: { Open: "blue", Kept: "green", Broken: "red", Withdrawn: "gray" },

	/** Figures of the panel: [label, HTML, whether it is bad], only where there is something to say. */
	arrangements(position) {
		const rows = [];
		if (["Active", "Broken"].includes(position.plan_status)) {
			const often = position.restructurings > 1 ? ` <small>${__("no. {0}", [position.restructurings])}</small>` : "";
			rows.push([__("Payment plan"), __(position.plan_status) + often, position.plan_status === "Broken"]);
		}
		if (position.next_promise_on) {
			const until = __("by {0}", [frappe.datetime.str_to_user(position.next_promise_on)]);
			const amount = cqs.credit.money(position.promised_amount, position.currency);
			rows.push([__("Promised"), `${amount} <small>${cqs.credit.esc(until)}</small>`]);
		}
		if (position.promises_broken) {
			rows.push([__("Broken promises"), cqs.credit.esc(position.promises_broken), true]);
		}
		if (position.dunning_level) {
			rows.push([__("Dunning level"), cqs.credit.esc(position.dunning_level), true]);
		}
		return rows;
	},
});
