frappe.query_reports["Credit Limit Changes"] = {
	filters: [
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date" },
		{ fieldname: "change_type", label: __("Change"), fieldtype: "Data" },
		{ fieldname: "approved_by", label: __("Approved By"), fieldtype: "Link", options: "User" },
	],
	get_datatable_options: (options) => Object.assign(options, { noDataMessage: __("No limit was changed by these filters.") }),
};
