frappe.listview_settings["Credit Account"] = {
	add_fields: ["status", "is_assessed", "is_unlimited", "utilization", "currency"],
	hide_name_column: true,

	formatters: {
		credit_limit(value, df, doc) {
			if (doc.is_unlimited) return __("unlimited");
			if (!doc.is_assessed) return `<span class="text-muted">${__("not assessed")}</span>`;
			return cqs.credit.money(value, doc.currency);
		},
	},

	get_indicator(doc) {
		if (doc.status !== "Active") return [__(doc.status), "red", `status,=,${doc.status}`];
		if (doc.is_unlimited) return [__("Unlimited"), "blue", "is_unlimited,=,1"];
		if (!doc.is_assessed) return [__("Not assessed"), "gray", "is_assessed,=,0"];
		if (doc.utilization > 100) return [__("Over the limit"), "red", "utilization,>,100"];
		return [__("Active"), "green", "status,=,Active"];
	},
};
