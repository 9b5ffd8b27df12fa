// Adapters that other apps add can be chosen too.
frappe.ui.form.on("Credit Report Provider", {
	refresh(frm) {
		const { adapters } = frm.doc.__onload || {};
		if (adapters) frm.fields_dict.adapter.set_data(adapters);
	},
});
