frappe.ui.form.on("Payment Plan", {
	setup(frm) {
		frm.set_query("sales_invoice", "invoices", () => ({
			filters: {
				customer: frm.doc.customer,
				company: frm.doc.company,
				docstatus: 1,
				outstanding_amount: [">", 0],
			},
		}));
		frm.set_query("previous_plan", () => ({
			filters: {
				customer: frm.doc.customer,
				company: frm.doc.company,
				status: ["in", ["Active", "Broken"]],
			},
		}));
	},

	refresh(frm) {
		const { docstatus, status } = frm.doc;
		frm.page.set_indicator(__(status), cqs.credit.PLAN_COLOURS[status]);
		show_progress(frm);
		cqs.credit.approval_hint(frm);
		if (docstatus === 0) {
			frm.add_custom_button(__("Fetch Open Invoices"), () => fetch_invoices(frm));
			frm.add_custom_button(__("Propose Installments"), () => propose(frm));
		}
		if (docstatus !== 1) return;
		// Ending asks for a reason; the standard Cancel would be refused without one.
		frm.page.clear_secondary_action();
		if (["Active", "Broken"].includes(status) && cqs.credit.may_decide()) {
			frm.add_custom_button(__("End Plan"), () => end(frm));
		}
		if (["Active", "Broken"].includes(status) && frappe.model.can_create("Payment Plan")) {
			frm.add_custom_button(__("New Plan"), () => replace(frm));
		}
	},
});

frappe.ui.form.on("Payment Plan Invoice", {
	sales_invoice: show_outstanding,
});

/** What stands open of an invoice picked by hand; saving looks it up again. */
async function show_outstanding(frm, doctype, name) {
	frm.dirty();
	const { customer, company } = frm.doc;
	const { sales_invoice } = locals[doctype][name];
	if (!customer || !company || !sales_invoice) return;
	const rows = await cqs.credit.ask("open_invoices", { customer, company }).catch(() => []);
	const found = rows.find((row) => row.sales_invoice === sales_invoice);
	if (!found || !locals[doctype][name]) return;
	Object.assign(locals[doctype][name], { ...found, outstanding_now: found.outstanding });
	frm.refresh_field("invoices");
}

function show_progress(frm) {
	const { docstatus, total, paid, open_amount, currency, installments } = frm.doc;
	const field = frm.get_field("progress_html");
	if (!docstatus || !total) return field.$wrapper.empty();
	const percent = Math.min(100, Math.max(0, (paid / total) * 100));
	const { money, esc, pill } = cqs.credit;
	const counts = {};
	(installments || []).forEach((row) => (counts[row.status] = (counts[row.status] || 0) + 1));
	const pills = Object.entries(counts).map(([status, number]) =>
		pill(`${number} ${__(status)}`, cqs.credit.INSTALLMENT_COLOURS[status])
	);
	const text = __("{0} of {1} paid, {2} open", [
		money(paid, currency),
		money(total, currency),
		money(open_amount, currency),
	]);
	const colour = frm.doc.status === "Broken" ? "red" : "green";
	field.$wrapper.html(`
		<div class="cqs-credit__bar cqs-credit__bar--${colour}" role="progressbar" aria-valuemin="0"
			aria-valuemax="100" aria-valuenow="${Math.round(percent)}" aria-label="${esc(__("Paid"))}">
			<span class="cqs-credit__used" style="width: ${percent.toFixed(2)}%"></span>
		</div>
		<p class="cqs-credit__percent">${text}</p>
		<p>${pills.join(" ")}</p>`);
}

async function fetch_invoices(frm) {
	const { customer, company } = frm.doc;
	if (!customer || !company) return frappe.msgprint(__("Choose the customer and the company first."));
	const rows = await cqs.credit.act("open_invoices", { customer, company });
	if (!rows.length) return frappe.msgprint(__("Nothing is open that is not in a live plan already."));
	frm.clear_table("invoices");
	rows.forEach((row) => frm.add_child("invoices", { ...row, outstanding_now: row.outstanding }));
	const total = rows.reduce((sum, row) => sum + row.outstanding, 0);
	frm.refresh_field("invoices");
	await frm.set_value("total", flt(total, 2));
}

function propose(frm) {
	const total = (frm.doc.invoices || []).reduce((sum, row) => sum + flt(row.outstanding), 0);
	if (!total) return frappe.msgprint(__("Add the invoices first, by hand or with Fetch Open Invoices."));
	const options = ["Weekly", "Every Two Weeks", "Monthly", "Quarterly"];
	const first = frappe.datetime.add_months(frappe.datetime.get_today(), 1);
	frappe.prompt(
		[
			{ fieldname: "number", fieldtype: "Int", label: __("Installments"), default: 3, reqd: 1 },
			{ fieldname: "frequency", fieldtype: "Select", label: __("Frequency"), options, default: "Monthly" },
			{ fieldname: "first_date", fieldtype: "Date", label: __("First Due On"), default: first, reqd: 1 },
		],
		async (values) => {
			const rows = await cqs.credit.act("propose_installments", { total: flt(total, 2), ...values });
			frm.clear_table("installments");
			rows.forEach((row) => frm.add_child("installments", row));
			frm.refresh_field("installments");
			frm.dirty();
		},
		__("Propose Installments"),
		__("Propose")
	);
}

function end(frm) {
	const description = __("What the plan tolerated counts as overdue again. It stands in the audit trail.");
	frappe.prompt(
		[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, description }],
		async ({ reason }) => {
			await cqs.credit.act("end_payment_plan", { plan: frm.doc.name, reason });
			frm.reload_doc();
		},
		__("End Payment Plan {0}", [frm.doc.name]),
		__("End Plan")
	);
}

/** A broken plan goes on only as a new one, which somebody else approves. */
function replace(frm) {
	const { customer, company, name } = frm.doc;
	frappe.new_doc("Payment Plan", { customer, company, previous_plan: name }).then(() => {
		(frm.doc.invoices || [])
			.filter((row) => row.outstanding_now > 0)
			.forEach(({ sales_invoice, due_date, outstanding_now }) => {
				const values = { sales_invoice, due_date, outstanding: outstanding_now, outstanding_now };
				cur_frm.add_child("invoices", values);
			});
		cur_frm.refresh_field("invoices");
	});
}
