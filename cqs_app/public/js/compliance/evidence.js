// The report for a regulator: asks for the period and the form, and downloads it.
frappe.provide("cqs.compliance");

Object.assign(cqs.compliance, {
	evidence_button(frm, party_type, party) {
		if (!party || !cqs.compliance.may_draw()) return;
		frm.add_custom_button(__("Screening Evidence"), () => cqs.compliance.ask_evidence(party_type, party), __("View"));
	},

	ask_evidence(party_type, party) {
		const dialog = new frappe.ui.Dialog({
			title: __("Screening Evidence of {0}", [party]),
			fields: [
				{ fieldname: "from_date", fieldtype: "Date", label: __("From"), description: __("Empty: from the first screening") },
				{ fieldname: "break", fieldtype: "Column Break" },
				{ fieldname: "to_date", fieldtype: "Date", label: __("Until"), description: __("Empty: until now") },
				{ fieldname: "section", fieldtype: "Section Break" },
				{
					fieldname: "format",
					fieldtype: "Select",
					label: __("As"),
					options: ["PDF", "CSV"],
					default: "PDF",
					reqd: 1,
					description: __("Who was screened, every screening with its lists, the matches and who decided them. That you drew it is recorded."),
				},
			],
			primary_action_label: __("Download"),
			async primary_action(values) {
				if (values.from_date && values.to_date && values.from_date > values.to_date) {
					return frappe.show_alert({ message: __("The first day lies after the last."), indicator: "orange" });
				}
				dialog.disable_primary_action();
				const done = await cqs.compliance.download_evidence({ party_type, party, ...values }).catch((error) => {
					frappe.msgprint({ title: __("Not Drawn"), indicator: "red", message: cqs.credit.esc(error.message) });
				});
				dialog.enable_primary_action();
				if (done) dialog.hide();
			},
		});
		dialog.show();
	},

	/** By fetch and not by a link, so that a refusal is read here and not on a page of its own. */
	async download_evidence(args) {
		const response = await fetch("/api/method/cqs_app.api.screening_evidence", {
			method: "POST",
			headers: { Accept: "application/json", "Content-Type": "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
			body: JSON.stringify(args),
		});
		if (!response.ok) {
			const body = await response.json().catch(() => ({}));
			throw new Error(cqs.credit._first_message(body) || __("The report could not be made; the Error Log says why."));
		}
		const named = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(response.headers.get("Content-Disposition") || "");
		const link = document.createElement("a");
		link.href = URL.createObjectURL(await response.blob());
		link.download = named ? decodeURIComponent(named[1]) : `screening-evidence.${args.format.toLowerCase()}`;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
		return true;
	},
});
