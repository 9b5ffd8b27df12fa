// Financial statements from a file: a template, a preview of what was read or of each wrong cell, then the import.
frappe.provide("cqs.qualification");

frappe.ui.form.on("Customer Qualification", {
	refresh(frm) {
		const group = __("Financials");
		if (!frm.is_new() && !frm.doc.approved_on && frm.doc.stage !== "Rejected" && frm.perm[1]?.write) {
			frm.add_custom_button(__("Import Statements"), () => cqs.qualification.import_statements(frm), group);
			frm.add_custom_button(__("Download Template"), () => open(TEMPLATE), group);
		}
	},
});

const TEMPLATE = "/api/method/cqs_app.api.statement_template";

cqs.qualification.import_statements = (frm) => {
	if (frm.is_dirty()) return frappe.msgprint(__("Save your changes first."));
	const accept = ".csv,.xlsx";
	const hint = __("CSV or XLSX, one period a row or a column. Statements of a period that is here already are replaced.");
	const template = `<a href="${TEMPLATE}">${__("Download Template")}</a>`;
	let file = null;
	const send = (dry_run) =>
		cqs.credit.ask("import_statements", { qualification: frm.doc.name, ...file, dry_run });
	const dialog = new frappe.ui.Dialog({
		title: __("Import Statements"),
		size: "large",
		fields: [
			{ fieldname: "file", fieldtype: "HTML", options: `<input type="file" accept="${accept}"><p class="text-muted">${hint} ${template}</p>` },
			{ fieldname: "read", fieldtype: "HTML" },
		],
		primary_action_label: __("Import"),
		async primary_action() {
			dialog.disable_primary_action();
			try {
				await send(0);
				dialog.hide();
				frappe.show_alert({ message: __("Imported."), indicator: "green" });
				frm.reload_doc();
			} catch (error) {
				show({ errors: [error.message], warnings: [], statements: [], replaced: [] });
			}
		},
	});
	const show = (found) => {
		dialog.get_field("read").$wrapper.html(cqs.qualification.read_words(found));
		dialog[found.errors.length ? "disable_primary_action" : "enable_primary_action"]();
	};
	dialog.get_field("file").$wrapper.find("input").on("change", async ({ target }) => {
		dialog.disable_primary_action();
		const [chosen] = target.files;
		if (!chosen) return;
		try {
			if (chosen.size > 5 * 1024 * 1024) throw new Error(__("The file is larger than {0} MB.", [5]));
			file = { filename: chosen.name, content: await cqs.qualification.base64(chosen) };
			show(await send(1));
		} catch (error) {
			show({ errors: [error.message], warnings: [], statements: [], replaced: [] });
		}
	});
	dialog.show();
	dialog.disable_primary_action();
};

cqs.qualification.base64 = (file) =>
	new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.split(",").pop());
		reader.onerror = () => reject(new Error(__("The file could not be read.")));
		reader.readAsDataURL(file);
	});

cqs.qualification.read_words = ({ statements, replaced, errors, warnings }) => {
	const { esc } = cqs.credit;
	const list = (lines, colour) => lines.map((line) => `<li class="text-${colour}">${esc(line)}</li>`).join("");
	if (errors.length) return `<p>${__("Nothing can be imported:")}</p><ul>${list(errors, "danger")}</ul>`;
	const fields = frappe.get_meta("Qualification Statement").fields.filter(
		({ fieldname, label }) => label && statements.some((row) => row[fieldname])
	);
	const shown = (fieldname, value) => {
		if (fieldname === "period_end") return frappe.datetime.str_to_user(value);
		const figure = /^-?\d{4,}(?:\.(\d+))?$/.exec(value);
		return figure ? format_number(value, null, (figure[1] || "").length) : value;
	};
	const rows = fields.map(({ fieldname, label }) => {
		const cells = statements.map((row) => `<td class="text-right">${esc(shown(fieldname, row[fieldname]))}</td>`).join("");
		return `<tr><td>${esc(__(label))}</td>${cells}</tr>`;
	});
	const dates = replaced.map((day) => frappe.datetime.str_to_user(day)).join(", ");
	const lines = replaced.length ? [__("Replaces the statements of {0}.", [dates]), ...warnings] : warnings;
	return `<ul>${list(lines, "muted")}</ul><div class="table-responsive">
		<table class="table table-bordered table-condensed"><tbody>${rows.join("")}</tbody></table></div>`;
};
