frappe.query_reports["Screening Evidence"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -1),
			reqd: 1,
		},
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date" },
		{ fieldname: "result", label: __("Result"), fieldtype: "Select", options: ["", "Clear", "Hit", "Failed"] },
		{ fieldname: "screening_list", label: __("List"), fieldtype: "Data" },
		{ fieldname: "officer", label: __("By"), fieldtype: "Link", options: "User" },
		{ fieldname: "party_type", label: __("Party Type"), fieldtype: "Select", options: ["", "Customer", "Lead", "Prospect"] },
		{ fieldname: "party", label: __("Party"), fieldtype: "Data" },
	],
	get_datatable_options: (options) =>
		Object.assign(options, { noDataMessage: __("Nobody was screened and nothing decided by these filters.") }),
};
