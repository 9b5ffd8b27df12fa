frappe.ui.form.on("CQS Settings", {
	refresh(frm) {
		const zones = (frm.doc.__onload && frm.doc.__onload.time_zones) || [];
		frm.fields_dict.companies.grid.update_docfield_property("time_zone", "options", zones);
	},
});
