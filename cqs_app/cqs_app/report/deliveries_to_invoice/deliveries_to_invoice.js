frappe.query_reports["Deliveries to Invoice"] = {
	filters: [
		{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "Customer" },
		{ fieldname: "company", label: __("Company"), fieldtype: "Link", options: "Company" },
		{
			fieldname: "invoicing_cycle",
			label: __("Invoicing Cycle"),
			fieldtype: "Select",
			options: ["", "Immediate", "Weekly", "Twice a Month", "Monthly"],
		},
		{ fieldname: "only_late", label: __("Only Late"), fieldtype: "Check" },
	],
	formatter(value, row, column, data, standard) {
		const text = standard(value, row, column, data);
		const late = column.fieldname === "days_late" && data && data.days_late > 0;
		return late ? `<b class="text-danger">${text}</b>` : text;
	},
	onload(report) {
		const text = __("Nothing delivered waits for its invoice.");
		report.get_no_result_message = () => `<div class="msg-box no-border"><p>${text}</p></div>`;
	},
};
