frappe.query_reports["Exposure by Country and Industry"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Company"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
			reqd: 1,
		},
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "Country", label: __("Country") },
				{ value: "Industry", label: __("Industry") },
			],
			default: "Country",
			reqd: 1,
		},
	],
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "risk" || !data) return shown;
		const colour = { Low: "green", Medium: "orange", High: "red", Prohibited: "red" }[data.level];
		return `<span class="indicator-pill no-indicator-dot ${colour}">${shown}</span>`;
	},
};
