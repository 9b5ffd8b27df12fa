frappe.ui.form.on("Screening List Import", {
	refresh(frm) {
		const { status, message } = frm.doc;
		const colour = { Refused: "red", Failed: "red", "Needs Confirmation": "yellow", "In Force": "green" }[status];
		frm.layout.show_message();
		if (message) frm.layout.show_message(cqs.credit.esc(message), colour || "blue", true);
		if (status === "Needs Confirmation" && cqs.compliance.is_officer()) {
			frm.add_custom_button(__("Import Anyway"), () => decide(frm, "confirm"));
			frm.add_custom_button(__("Keep the Old Version"), () => decide(frm, "dismiss"));
		}
		if (cqs.compliance.at_work(status)) cqs.compliance.watch(frm, frm.doc.name);
	},
});

async function decide(frm, act) {
	await cqs.credit.act(`${act}_screening_import`, { name: frm.doc.name });
	frm.reload_doc();
}
