// Country Risk and Industry Risk: the level, whose word it is, and how old it is.
{
	const COLOURS = { Low: "green", Medium: "orange", High: "red", Prohibited: "red" };
	// As STALE_DAYS in erp/compliance/risk_rows.py.
	const STALE_DAYS = 180;
	const settings = {
		add_fields: ["level", "enabled", "as_of", "reason"],
		hide_name_column: true,
		get_indicator({ level, enabled }) {
			if (!enabled) return [__("Disabled"), "gray", "enabled,=,0"];
			return [__(level), COLOURS[level], `level,=,${level}`];
		},
		formatters: {
			// A country may stand on several lists, and a number of NACE says nothing by itself.
			title: (value, df, { reason }) => frappe.utils.escape_html(reason ? `${value}: ${reason}` : value),
			as_of(value) {
				if (!value) return __("House default");
				const day = frappe.datetime.str_to_user(value);
				const stale = frappe.datetime.get_day_diff(frappe.datetime.get_today(), value) > STALE_DAYS;
				return stale ? `<span class="text-danger">${__("{0} (stale)", [day])}</span>` : day;
			},
		},
	};
	for (const doctype of ["Country Risk", "Industry Risk"]) frappe.listview_settings[doctype] = settings;
}
