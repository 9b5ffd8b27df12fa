// The list script is evaluated in the global scope: keep our helpers out of it.
(() => {
	frappe.listview_settings["Credit Hold"] = {
		add_fields: ["status", "hold_type", "customer", "company", "amount", "currency", "request_note"],
		hide_name_column: true,
		filters: [["status", "=", "Open"]],

		formatters: {
			// Narrow screens have no column left for the amount.
			customer(value, df, doc) {
				const name = cqs.credit.esc(value);
				if (window.innerWidth > 1366) return name;
				return `<b>${cqs.credit.money(doc.amount, doc.currency)}</b> ${name}`;
			},
		},

		get_indicator(doc) {
			const colour = cqs.credit.HOLD_COLOURS[doc.status];
			const asked = doc.status === "Open" && doc.request_note;
			const text = asked ? __("Requested") : __(doc.status);
			return [text, asked ? "orange" : colour, `status,=,${doc.status}`];
		},

		onload(listview) {
			const plain = listview.get_no_result_message.bind(listview);
			listview.get_no_result_message = () => empty_text(listview) || plain();
			if (!cqs.credit.may_decide()) return;
			listview.page.add_actions_menu_item(__("Release Selected"), () => decide(listview, "release"), false);
			listview.page.add_actions_menu_item(__("Reject Selected"), () => decide(listview, "reject"), false);
			listview.page.add_inner_button(__("Evaluate Again"), () => evaluate(listview));
		},
	};

	function empty_text(listview) {
		const filters = listview.get_filters_for_args();
		const open = filters.some((filter) => filter[1] === "status" && filter[3] === "Open");
		if (!open) return "";
		return `<div class="msg-box no-border">
			<p>${__("No document is on hold.")}</p>
			<p class="text-muted small">${__(
				"An order, delivery or invoice beyond its customer's credit stays a draft and waits here."
			)}</p></div>`;
	}

	function decide(listview, decision) {
		const names = listview.get_checked_items(true);
		const releasing = decision === "release";
		const dialog = new frappe.ui.Dialog({
			title: releasing
				? __("Release {0} Credit Holds", [names.length])
				: __("Reject {0} Credit Holds", [names.length]),
			fields: [
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason for all of them"),
					reqd: 1,
					description: releasing
						? __("Each document may then be submitted once, for its present amount.")
						: __("The sellers read it on their documents."),
				},
			],
			primary_action_label: releasing ? __("Release") : __("Reject"),
			async primary_action({ reason }) {
				dialog.disable_primary_action();
				const args = { names, decision, reason };
				const waiting = __("Deciding on {0} holds", [names.length]);
				const answer = await cqs.credit.act("decide_holds", args, waiting).catch(() => null);
				dialog.enable_primary_action();
				if (!answer) return;
				dialog.hide();
				listview.clear_checked_items();
				reload(listview);
				summary(answer, releasing);
			},
		});
		dialog.show();
	}

	function summary({ done, failed }, releasing) {
		const names = Object.keys(failed);
		const text = releasing ? __("{0} released.", [done.length]) : __("{0} rejected.", [done.length]);
		if (!names.length) return frappe.show_alert({ message: text, indicator: "green" });
		const rows = names.map(
			(name) => `<li>${cqs.credit.link("Credit Hold", name)}: ${cqs.credit.esc(failed[name])}</li>`
		);
		frappe.msgprint({
			title: __("{0} Not Decided", [names.length]),
			indicator: done.length ? "orange" : "red",
			message: `<p>${text} ${__("These stay open:")}</p><ul>${rows.join("")}</ul>`,
		});
	}

	async function evaluate(listview) {
		const waiting = __("Looking at every open hold");
		const cured = await cqs.credit.act("evaluate_holds", {}, waiting).catch(() => null);
		if (!cured) return;
		const message = cured.length
			? __("{0} fit their credit now and can be submitted.", [cured.length])
			: __("All of them are still beyond the credit.");
		frappe.show_alert({ message, indicator: cured.length ? "green" : "blue" });
		reload(listview);
	}

	/** Frappe skips a refresh with the same filters within three seconds. */
	function reload(listview) {
		listview.last_args = null;
		listview.refresh();
	}
})();
