// What a user can do about credit: each opens a dialog, calls one endpoint, then `done` with the answer.
frappe.provide("cqs.credit");

(() => {
	const { esc, money } = cqs.credit;

	function ask(title, fields, label, submit) {
		const dialog = new frappe.ui.Dialog({
			title,
			fields,
			primary_action_label: label,
			primary_action(values) {
				dialog.disable_primary_action();
				submit(values)
					.then(() => dialog.hide())
					.catch(() => {})
					.finally(() => dialog.enable_primary_action());
			},
		});
		dialog.show();
		return dialog;
	}

	const reason = (label, description) => ({
		fieldname: "reason",
		fieldtype: "Small Text",
		label,
		reqd: 1,
		description,
	});

	const TRAIL = __("It stands in the audit trail.");

	Object.assign(cqs.credit, {
		request_release(hold, done) {
			ask(
				__("Request Release"),
				[reason(__("Why should it be released?"), __("The approvers are notified and read this."))],
				__("Send Request"),
				async ({ reason: note }) => {
					const answer = await cqs.credit.act("request_release", { hold, note });
					frappe.show_alert({ message: __("The approvers were asked."), indicator: "green" });
					done && done(answer);
				}
			);
		},

		/** `hold`: {name, amount, currency, reference_doctype, reference_name}. */
		release(hold, done) {
			const document = `${__(hold.reference_doctype)} ${hold.reference_name}`;
			const fields = [
				reason(__("Reason"), TRAIL),
				{
					fieldname: "ceiling",
					fieldtype: "Float",
					precision: 2,
					label: __("Ceiling ({0})", [hold.currency]),
					default: hold.amount,
					description: __("The document may be worth this much at most."),
				},
				{
					fieldname: "valid_upto",
					fieldtype: "Datetime",
					label: __("Valid Until"),
					description: __("Empty: as many days as CQS Settings say."),
				},
				{ fieldname: "submit_document", fieldtype: "Check", label: __("Submit the document now") },
			];
			ask(__("Release {0}", [document]), fields, __("Release"), async (values) => {
				const answer = await cqs.credit.act("release_hold", { hold: hold.name, ...values });
				const said = values.submit_document ? __("Released and submitted.") : __("Released.");
				frappe.show_alert({ message: said, indicator: "green" });
				done && done(answer);
			});
		},

		reject(hold, done) {
			const document = `${__(hold.reference_doctype)} ${hold.reference_name}`;
			ask(
				__("Reject {0}", [document]),
				[reason(__("Reason"), __("The seller reads it on the document."))],
				__("Reject"),
				async (values) => {
					const answer = await cqs.credit.act("reject_hold", { hold: hold.name, ...values });
					frappe.show_alert({ message: __("Rejected."), indicator: "orange" });
					done && done(answer);
				}
			);
		},

		force_hold(party, done) {
			const title = __("Hold All Sales to {0} in {1}", [party.customer, party.company]);
			const hint = __("Every order, delivery and invoice waits until it is lifted; payments pass. {0}", [TRAIL]);
			ask(title, [reason(__("Reason"), hint)], __("Force Hold"), async (values) => {
				done && done(await cqs.credit.act("force_hold", { ...party, ...values }));
			});
		},

		lift_forced_hold(party, done) {
			const title = __("Lift the Forced Hold on {0} in {1}", [party.customer, party.company]);
			ask(title, [reason(__("Reason"), TRAIL)], __("Lift"), async (values) => {
				done && done(await cqs.credit.act("lift_forced_hold", { ...party, ...values }));
			});
		},

		change_limit(position) {
			frappe.new_doc("Credit Limit Change", {
				customer: position.customer,
				company: position.company,
				change_type: "Base Limit",
				new_limit: position.limit,
			});
		},

		async show_documents(position, component) {
			const label = cqs.credit.COMPONENTS[component] || component;
			const dialog = new frappe.ui.Dialog({ title: label, size: "large" });
			dialog.$body.html(`<p class="text-muted p-3">${__("Loading …")}</p>`);
			dialog.show();
			const { customer, company } = position;
			try {
				const rows = await cqs.credit.ask("documents_behind", { customer, company, component });
				dialog.$body.html(documents(rows, position, component));
			} catch (error) {
				const said = error.message || __("The documents could not be loaded.");
				dialog.$body.html(`<p class="text-muted p-3">${esc(said)}</p>`);
			}
			dialog.$body.on("click", "a", () => dialog.hide());
		},
	});

	function documents(rows, position, component) {
		const { currency } = position;
		const total = position.components[component] || 0;
		const rest = total - rows.reduce((sum, row) => sum + row.amount, 0);
		const lines = rows.map((row) => {
			const due = row.due_date ? __("due {0}", [frappe.datetime.str_to_user(row.due_date)]) : "";
			return `<tr><td>${esc(__(row.doctype))}</td><td>${cqs.credit.link(row.doctype, row.name)}
				<small class="text-muted">${esc(due)}</small></td>
				<td class="text-right">${money(row.amount, currency)}</td></tr>`;
		});
		if (Math.abs(rest) >= 0.005) {
			lines.push(`<tr><td colspan="2">${__("Other entries, not listed")}</td>
				<td class="text-right">${money(rest, currency)}</td></tr>`);
		}
		return `<div class="table-responsive"><table class="table table-sm cqs-credit__documents">
			<thead><tr><th>${__("Type")}</th><th>${__("Document")}</th>
				<th class="text-right">${__("Amount")}</th></tr></thead>
			<tbody>${lines.join("")}</tbody>
			<tfoot><tr><th colspan="2">${__("Total")}</th>
				<th class="text-right">${money(total, currency)}</th></tr></tfoot></table></div>`;
	}
})();
