// Choose the files of one publication and send them; reading them is the work of a job.
frappe.provide("cqs.compliance");

cqs.compliance.import_dialog = (frm) => {
	if (frm.is_dirty()) return frappe.msgprint(__("Save your changes first."));
	const { esc } = cqs.credit;
	const hint = __(
		"All files of one publication, for example OFAC's sdn.csv, alt.csv, add.csv and sdn_comments.csv, or the XML of the UN or the EU. What they are is told by their content.",
	);
	const dialog = new frappe.ui.Dialog({
		title: __("Import {0}", [esc(frm.doc.name)]),
		fields: [
			{
				fieldname: "files",
				fieldtype: "HTML",
				options: `<input type="file" multiple aria-label="${__("Files")}"><p class="text-muted small mt-2">${hint}</p>`,
			},
			{
				fieldname: "published_on",
				fieldtype: "Date",
				label: __("Published On"),
				description: __("Only needed for OFAC's CSV: the files themselves do not tell it."),
			},
			{ fieldname: "sent", fieldtype: "HTML" },
		],
		primary_action_label: __("Import"),
		async primary_action({ published_on }) {
			const chosen = [...dialog.get_field("files").$wrapper.find("input")[0].files];
			if (!chosen.length) return say(__("Choose a file first."), true);
			dialog.disable_primary_action();
			try {
				const files = [];
				for (const [at, file] of chosen.entries()) {
					say(__("Sending {0} ({1} of {2})", [file.name, at + 1, chosen.length]));
					files.push(await cqs.compliance.upload(frm, file));
				}
				const args = { screening_list: frm.doc.name, files, published_on: published_on || null };
				await cqs.credit.ask("import_screening_list", args);
				dialog.hide();
				cqs.compliance.show_state(frm);
			} catch (error) {
				say(error.message || __("The files could not be sent. Try again."), true);
				dialog.enable_primary_action();
			}
		},
	});
	const say = (words, is_wrong) =>
		dialog
			.get_field("sent")
			.$wrapper.html(`<p class="${is_wrong ? "text-danger" : "text-muted"}" role="status">${esc(words)}</p>`);
	dialog.show();
};

/** Returns the name of the private File. */
cqs.compliance.upload = async (frm, file) => {
	const most = (frappe.boot.max_file_size || 0) / (1024 * 1024);
	if (frappe.boot.max_file_size && file.size > frappe.boot.max_file_size) {
		throw new Error(
			__("{0} is larger than the {1} MB that this site takes. Raise it in System Settings, or enter its address under Refresh.", [
				file.name,
				Math.floor(most),
			]),
		);
	}
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", "1");
	form.append("doctype", frm.doctype);
	form.append("docname", frm.doc.name);
	const response = await fetch("/api/method/upload_file", {
		method: "POST",
		headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
		body: form,
	});
	const body = await response.json().catch(() => ({}));
	if (response.ok) return body.message.name;
	const too_large = response.status === 413 ? __("{0} is too large for this site.", [file.name]) : "";
	throw new Error(cqs.credit._first_message(body) || too_large || __("{0} could not be sent.", [file.name]));
};
