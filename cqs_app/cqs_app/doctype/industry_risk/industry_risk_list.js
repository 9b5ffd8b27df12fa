frappe.listview_settings["Industry Risk"] = {
	add_fields: ["level", "enabled", "as_of", "reason"],
	hide_name_column: true,
	get_indicator({ level, enabled }) {
		if (!enabled) return [__("Disabled"), "gray", "enabled,=,0"];
		const colour = { Low: "green", Medium: "orange", High: "red", Prohibited: "red" }[level];
		return [__(level), colour, `level,=,${level}`];
	},
	formatters: {
		// A number of NACE says nothing by itself.
		title: (value, df, { reason }) => (reason ? `${value}: ${reason}` : value),
		// Older than 180 days is stale; see erp/compliance/risk_rows.py.
		as_of(value) {
			if (!value) return __("House default");
			const stale = frappe.datetime.get_day_diff(frappe.datetime.get_today(), value) > 180;
			const day = frappe.datetime.str_to_user(value);
			return stale ? `<span class="text-danger">${__("{0} (stale)", [day])}</span>` : day;
		},
	},
};
