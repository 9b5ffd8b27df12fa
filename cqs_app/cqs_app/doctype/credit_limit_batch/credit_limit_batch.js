const SHOWN = 20;
const EVERY = 2000;

frappe.ui.form.on("Credit Limit Batch", {
	refresh(frm) {
		show_hint(frm);
		show_buttons(frm);
		show_rows(frm);
		watch(frm);
	},
	before_workflow_action: (frm) => cqs.credit.before_workflow_action(frm),
	onload(frm) {
		frappe.realtime.on("cqs_batch_progress", (values) => {
			if (values.name === frm.doc.name) show_progress(frm, values);
		});
	},
	async company(frm) {
		const { message } = await frappe.db.get_value("Company", frm.doc.company || "", "default_currency");
		frm.set_value("currency", message && message.default_currency);
	},
});

function show_hint(frm) {
	if (frm.is_new() || frm.doc.docstatus || frm.doc.total_rows) return cqs.credit.approval_hint(frm);
	frm.layout.show_message();
	frm.layout.show_message(__("Look at the preview, then request approval."), "blue", true);
}

function show_buttons(frm) {
	const { docstatus, workflow_state, run_status } = frm.doc;
	if (frm.is_new()) return;
	if (docstatus === 0 && (workflow_state || "Draft") === "Draft" && frm.perm[0].write && !frm.is_dirty()) {
		frm.add_custom_button(__("Preview"), () => ask(frm, "preview_batch"));
	}
	if (docstatus === 1 && run_status === "Running" && frappe.model.can_write(frm.doctype)) {
		frm.add_custom_button(__("Resume"), () => ask(frm, "resume_batch"));
	}
}

async function ask(frm, method) {
	await frappe.call({ method: `cqs_app.api.${method}`, args: { batch: frm.doc.name }, freeze: true });
	await frm.reload_doc();
}

/** Asks for the stored counts while a job is at work; realtime only makes it quicker. */
async function watch(frm) {
	clearTimeout(frm.cqs_watch);
	const name = frm.doc.name;
	const at_work = (doc) => doc.run_status === "Running" || doc.preview_status === "Running";
	if (frm.is_new() || !at_work(frm.doc)) {
		if (frm.doc.run_status === "Completed") show_progress(frm, frm.doc);
		return;
	}
	const values = await cqs.credit.ask("batch_progress", { batch: name }).catch(() => null);
	if (frm.doc.name !== name || cur_frm !== frm) return;
	if (values && !at_work(values)) return frm.reload_doc();
	if (values) show_progress(frm, values);
	frm.cqs_watch = setTimeout(() => watch(frm), EVERY);
}

function show_progress(frm, values) {
	if (values.preview_status === "Running") {
		return frm.dashboard.show_progress(__("Preview"), values.previewed || 0, __("Looking at the accounts…"));
	}
	const finished = values.done_rows + values.skipped_rows + values.failed_rows;
	const percent = values.total_rows ? (100 * finished) / values.total_rows : 0;
	const words = __("{0} of {1}: {2} done, {3} skipped, {4} failed", [
		finished,
		values.total_rows,
		values.done_rows,
		values.skipped_rows,
		values.failed_rows,
	]);
	frm.dashboard.show_progress(__("Limits changed"), percent, words);
}

const COLOURS = { Proposed: "blue", Done: "green", Skipped: "orange", Failed: "red" };

/** The first rows, the larger changes first; all of them are a list of their own. */
async function show_rows(frm) {
	const wrapper = frm.get_field("preview_html").$wrapper.empty();
	const name = frm.doc.name;
	if (frm.is_new()) return wrapper.html(muted(__("Save it, then look at the preview.")));
	if (frm.doc.preview_status === "Running") return wrapper.html(muted(__("The preview is being made.")));
	if (frm.doc.preview_status === "Failed") {
		return wrapper.html(muted(__("The preview failed; the Error Log says why. Nothing was changed.")));
	}
	if (!frm.doc.rows_hash) return wrapper.html(muted(__("No preview yet.")));
	if (!frm.doc.total_rows) return wrapper.html(muted(__("No limit would change.")));
	const rows = await frappe.db.get_list("Credit Limit Batch Row", {
		filters: { batch: name },
		fields: ["name", "customer", "old_limit", "new_limit", "currency", "status", "message"],
		order_by: "new_limit desc, name asc",
		limit: SHOWN,
	});
	if (frm.doc.name !== name) return;
	wrapper.html(table(rows) + muted(all_rows(frm, rows.length)));
	wrapper.find("a[data-rows]").on("click", () =>
		frappe.set_route("List", "Credit Limit Batch Row", { batch: name }),
	);
}

function table(rows) {
	const { esc, money, pill } = cqs.credit;
	const head = [__("Customer"), __("Limit Before"), __("New Limit"), __("Change"), __("Status")];
	const body = rows.map((row) => {
		const change = flt(row.new_limit) - flt(row.old_limit);
		const sign = change > 0 ? "+" : "";
		return `<tr>
			<td>${cqs.credit.link("Customer", row.customer)}</td>
			<td class="text-right">${money(row.old_limit, row.currency)}</td>
			<td class="text-right">${money(row.new_limit, row.currency)}</td>
			<td class="text-right">${sign}${money(change, row.currency)}</td>
			<td>${pill(__(row.status), COLOURS[row.status])} <span class="text-muted small">${esc(row.message)}</span></td>
		</tr>`;
	});
	const cells = head.map((text, at) => `<th class="${at && at < 4 ? "text-right" : ""}">${text}</th>`);
	return `<table class="table table-bordered small" style="margin-bottom: 8px">
		<thead><tr>${cells.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function all_rows(frm, shown) {
	const words =
		shown < frm.doc.total_rows
			? __("The {0} highest of {1}.", [shown, frm.doc.total_rows])
			: __("{0} rows.", [shown]);
	return `${words} <a data-rows>${__("Show all")}</a>`;
}

function muted(html) {
	return `<p class="text-muted small">${html}</p>`;
}
