// Documents and references of a qualification: ask for them, attach, decide. The server checks each step again.
frappe.ui.form.on("Customer Qualification", {
	refresh(frm) {
		if (frm.is_new() || ["Rejected", "Expired"].includes(frm.doc.stage)) return;
		cqs.qualification.document_buttons(frm);
	},
});

Object.assign(cqs.qualification, {
	PENDING: ["Required", "Requested", "Refused", "Expired"],

	document_buttons(frm) {
		const { has_role } = cqs.credit;
		const documents = frm.doc.documents || [];
		const of = (...statuses) => documents.filter((row) => statuses.includes(row.status));
		const group = __("Documents");
		const may_write = frm.perm[0] && frm.perm[0].write;
		const open = of("Received", ...cqs.qualification.PENDING);
		const received = documents.filter((row) => row.file && ["Received", "Verified", "Refused"].includes(row.status));
		if (may_write && open.length) {
			frm.add_custom_button(__("Request Documents"), () => cqs.qualification.request_documents(frm, open), group);
			frm.add_custom_button(__("Attach"), () => cqs.qualification.attach(frm, open), group);
		}
		if (received.length && has_role([...cqs.credit.DECIDERS, "Compliance Officer"])) {
			frm.add_custom_button(__("Verify"), () => cqs.qualification.decide(frm, received, "Verified"), group);
			frm.add_custom_button(__("Refuse"), () => cqs.qualification.decide(frm, received, "Refused"), group);
		}
		const askable = (frm.doc.trade_references || []).filter(
			(row) => row.email && ["Named", "Requested", "No Answer"].includes(row.status)
		);
		if (may_write && askable.length) {
			frm.add_custom_button(
				__("Request References"),
				() => cqs.qualification.request_references(frm, askable),
				__("References")
			);
		}
	},

	/** A choice of rows, each by its words; `on`: those that are ticked at first. */
	rows_field(rows, words, on) {
		return {
			fieldname: "rows",
			fieldtype: "MultiCheck",
			label: __("Which"),
			columns: 1,
			select_all: rows.length > 4,
			options: rows.map((row) => ({ label: cqs.credit.esc(words(row)), value: row.name, checked: on(row) })),
		};
	},

	/** What waits for a decision comes first, so that nobody undoes one by leaving the choice as it is. */
	row_choice(rows) {
		const words = (row) => `${__(row.document_type)} (${__(row.status)})`;
		rows = [...rows].sort((a, b) => (b.status === "Received") - (a.status === "Received"));
		return {
			fieldname: "row",
			fieldtype: "Select",
			label: __("Document"),
			reqd: 1,
			options: rows.map((row) => ({ label: words(row), value: row.name })),
			default: rows[0].name,
		};
	},

	days_field: () => ({ fieldname: "days", fieldtype: "Int", label: __("Link Valid for (Days)"), default: 14, reqd: 1 }),

	/** Call the server; the form is saved first, so that nothing typed is lost. */
	async change(frm, method, args) {
		if (frm.is_dirty()) await frm.save();
		const answer = await cqs.credit.act(method, { qualification: frm.doc.name, ...args });
		await frm.reload_doc();
		return answer;
	},

	request_documents(frm, rows) {
		const words = (row) => `${__(row.document_type)} (${__(row.status)})`;
		const fields = [
			cqs.qualification.rows_field(rows, words, (row) => row.status !== "Received"),
			{ fieldname: "email", fieldtype: "Data", options: "Email", label: __("E-Mail"), default: frm.doc.contact_email },
			cqs.qualification.days_field(),
		];
		const send = async ({ rows: chosen, email, days }) => {
			if (!chosen.length) return frappe.msgprint(__("Choose at least one document."));
			const sent = await cqs.qualification.change(frm, "request_documents", { rows: chosen, email, days });
			cqs.qualification.show_links([{ ...sent, referee: __("Documents") }]);
		};
		frappe.prompt(fields, send, __("Request Documents"), __("Send"));
	},

	request_references(frm, rows) {
		const words = (row) => `${row.referee}, ${row.email} (${__(row.status)})`;
		const fields = [
			cqs.qualification.rows_field(rows, words, (row) => row.status === "Named"),
			cqs.qualification.days_field(),
		];
		const send = async ({ rows: chosen, days }) => {
			if (!chosen.length) return frappe.msgprint(__("Choose at least one reference."));
			cqs.qualification.show_links(
				await cqs.qualification.change(frm, "request_references", { rows: chosen, days })
			);
		};
		frappe.prompt(fields, send, __("Request References"), __("Send"));
	},

	/** Whether the e-mails go out; where not, the addresses to pass on, which are shown this once. */
	show_links(sent) {
		const { esc } = cqs.credit;
		const unsent = sent.filter((one) => !one.mailed);
		if (!unsent.length) {
			const to = sent.map((one) => one.email).join(", ");
			return frappe.show_alert({ message: esc(__("E-mail sent to {0}", [to])), indicator: "green" });
		}
		const dialog = new frappe.ui.Dialog({
			title: __("Pass the Link On"),
			fields: [
				{
					fieldtype: "HTML",
					options: `<p>${esc(
						__("No e-mail went out. Send the link yourself; it is shown only now and works for whoever has it.")
					)}</p>`,
				},
				...unsent.map((one, at) => ({
					fieldname: `url${at}`,
					fieldtype: "Small Text",
					label: one.referee,
					default: one.url,
					read_only: 1,
				})),
			],
			primary_action_label: __("Copy"),
			primary_action() {
				frappe.utils.copy_to_clipboard(unsent.map((one) => one.url).join("\n"));
			},
		});
		dialog.show();
	},

	decide(frm, rows, decision) {
		const refusing = decision === "Refused";
		const choice = cqs.qualification.row_choice(rows);
		const fields = [
			choice,
			{ fieldname: "look", fieldtype: "HTML" },
			{
				fieldname: "note",
				fieldtype: "Small Text",
				label: refusing ? __("Reason") : __("Note"),
				reqd: refusing,
				description: refusing ? __("The applicant reads it beside the document.") : "",
			},
		];
		if (!refusing) {
			const description = __("Empty: as the requirement says.");
			fields.push({ fieldname: "valid_upto", fieldtype: "Date", label: __("Valid Until"), description });
		}
		const done = (values) => cqs.qualification.change(frm, "verify_document", { decision, ...values });
		const title = refusing ? __("Refuse") : __("Verify");
		const dialog = frappe.prompt(fields, ({ look, ...values }) => done(values), title, title);
		const show = () => {
			const { file } = rows.find(({ name }) => name === dialog.get_value("row")) || {};
			const open = `<a href="${encodeURI(file || "")}" target="_blank">${__("Open the file")}</a>`;
			dialog.get_field("look").$wrapper.html(file ? `<p>${open}</p>` : "");
		};
		dialog.get_field("row").$input.on("change", show);
		show();
	},

	attach(frm, rows) {
		frappe.prompt(
			[cqs.qualification.row_choice(rows)],
			({ row }) => {
				new frappe.ui.FileUploader({
					doctype: frm.doctype,
					docname: frm.doc.name,
					folder: "Home/Attachments",
					make_attachments_public: false,
					allow_toggle_private: false,
					restrictions: { allowed_file_types: [".pdf", ".png", ".jpg", ".jpeg", ".xlsx", ".docx", ".ods", ".odt"] },
					on_success: (file) =>
						cqs.qualification.change(frm, "attach_document", { row, file_url: file.file_url }),
				});
			},
			__("Attach"),
			__("Choose File")
		);
	},
});
