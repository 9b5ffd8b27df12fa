// In words and colour, whether a guarantee covers today. Shared by its form and its list.
frappe.provide("cqs.credit");

const SOON = 30;

/** Returns {text, colour}. The gate decides by the company's day; this one is the user's. */
cqs.credit.validity = ({ status, docstatus, valid_from, valid_upto }) => {
	const day = frappe.datetime.str_to_user;
	const today = frappe.datetime.get_today();
	if (docstatus === 2) return { text: __("Cancelled"), colour: "gray" };
	if (docstatus === 0) return { text: __("Waiting"), colour: "orange" };
	if (status === "Expired" || (valid_upto && valid_upto < today)) {
		return { text: __("Ended {0}", [day(valid_upto)]), colour: "red" };
	}
	if (valid_from && valid_from > today) return { text: __("From {0}", [day(valid_from)]), colour: "blue" };
	if (!valid_upto) return { text: __("In Force"), colour: "green" };
	const left = frappe.datetime.get_day_diff(valid_upto, today);
	return { text: __("Until {0}", [day(valid_upto)]), colour: left <= SOON ? "yellow" : "green" };
};
