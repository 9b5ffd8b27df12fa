frappe.query_reports["Master Data Quality"] = {
	filters: [
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "customer_group", label: __("Customer Group"), fieldtype: "Link", options: "Customer Group" },
		{ fieldname: "territory", label: __("Territory"), fieldtype: "Link", options: "Territory" },
		{ fieldname: "below", label: __("Less Complete Than (%)"), fieldtype: "Int" },
		{ fieldname: "only_duplicates", label: __("Only Likely Duplicates"), fieldtype: "Check" },
		{ fieldname: "page", label: __("Page (100 Customers)"), fieldtype: "Int", default: 1 },
	],
	onload(report) {
		const text = __("Nothing to show on this page.");
		report.get_no_result_message = () => `<div class="msg-box no-border"><p>${text}</p></div>`;
	},
};
