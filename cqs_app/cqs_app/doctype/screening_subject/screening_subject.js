frappe.ui.form.on("Screening Subject", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		const { doc } = frm;
		frm.page.set_indicator(__(doc.status), cqs.compliance.STATUS_COLOURS[doc.status]);
		cqs.credit.show_instead(frm, "query", cqs.compliance.query_table(doc.query));
		frm.add_custom_button(__("Matches"), () => frappe.set_route("List", "Screening Match", { subject: doc.name, decision: ["in", ["Open", "Cleared", "Confirmed"]] }));
		frm.add_custom_button(__("Screenings"), () => frappe.set_route("List", "Screening Check", { subject: doc.name }));
		const words = {
			Pending: __("It is being screened with what is known now."),
			Clear: __("No match is open."),
			"Under Review": __("A match waits for a Compliance Officer."),
			Forbidden: __("A match is confirmed: no business."),
			Failed: doc.note || __("Nobody could answer. It is tried again every few minutes."),
		}[doc.status];
		const gone = doc.is_current ? "" : ` ${__("It does not belong to the party any more.")}`;
		frm.layout.show_message();
		frm.layout.show_message(cqs.credit.esc(`${words}${gone}`), doc.status === "Clear" ? "green" : doc.status === "Pending" ? "blue" : "orange", true);
	},
});
