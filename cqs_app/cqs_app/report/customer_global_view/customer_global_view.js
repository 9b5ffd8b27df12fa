frappe.query_reports["Customer Global View"] = {
	filters: [
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "customer_group", label: __("Customer Group"), fieldtype: "Link", options: "Customer Group" },
		{ fieldname: "credit_group", label: __("Credit Group"), fieldtype: "Link", options: "Credit Group" },
		{ fieldname: "page", label: __("Page (100 Customers)"), fieldtype: "Int", default: 1 },
	],
};
