frappe.query_reports["Terms Exceptions"] = {
	filters: [
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
		{ fieldname: "credit_policy", label: __("Credit Policy"), fieldtype: "Link", options: "Credit Policy" },
	],
	onload(report) {
		const text = __("No account has other terms than those of its policy.");
		report.get_no_result_message = () => `<div class="msg-box no-border"><p>${text}</p></div>`;
	},
};
