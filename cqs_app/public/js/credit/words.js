// Words, figures and calls that every credit screen shares. Loaded before the other files; see hooks.py.
frappe.provide("cqs.credit");

Object.assign(cqs.credit, {
	DECIDERS: ["Credit Analyst", "Credit Manager", "Credit Director"],
	LIFTERS: ["Credit Manager", "Credit Director"],

	COMPONENTS: {
		receivable: __("Receivable"),
		delivered_unbilled: __("Delivered, not billed"),
		open_orders: __("Open orders"),
		pos_unpaid: __("Unpaid at the till"),
		uncleared_payments: __("Uncleared payments"),
		disputed: __("Disputed"),
		reserved: __("Released, not used yet"),
	},

	COLOURS: { Pass: "green", Warn: "orange", Hold: "red", Block: "red" },

	HOLD_COLOURS: {
		Open: "red",
		Released: "green",
		Rejected: "darkgrey",
		Cured: "blue",
		Expired: "orange",
		Cancelled: "grey",
	},

	esc(value) {
		return frappe.utils.escape_html(String(value ?? ""));
	},

	money(amount, currency) {
		return cqs.credit.esc(format_currency(amount || 0, currency));
	},

	has_role(roles) {
		return roles.some((role) => frappe.user.has_role(role));
	},

	may_decide() {
		return cqs.credit.has_role(cqs.credit.DECIDERS);
	},

	/** A link where the user may follow it, plain text where the desk would only say "not permitted". */
	link(doctype, name, label) {
		const text = cqs.credit.esc(label || name);
		if (!doctype || !name || !frappe.model.can_read(doctype)) return text;
		return `<a href="${cqs.credit.esc(frappe.utils.get_form_link(doctype, name))}">${text}</a>`;
	},

	pill(text, colour) {
		return `<span class="indicator-pill no-indicator-dot ${colour}">${cqs.credit.esc(text)}</span>`;
	},

	/** frappe.call shows a dialog for each error; a figure beside a form must not. Rejects with the exc_type. */
	async ask(method, args) {
		const response = await fetch(`/api/method/cqs_app.api.${method}`, {
			method: "POST",
			headers: {
				Accept: "application/json",
				"Content-Type": "application/json",
				"X-Frappe-CSRF-Token": frappe.csrf_token,
			},
			body: JSON.stringify(args),
		});
		const body = await response.json().catch(() => ({}));
		if (response.ok) return body.message;
		const error = new Error(cqs.credit._first_message(body));
		error.exc_type = body.exc_type || "";
		error.status = response.status;
		throw error;
	},

	_first_message(body) {
		try {
			const messages = JSON.parse(body._server_messages || "[]").map((text) => JSON.parse(text));
			return messages.length ? frappe.utils.html2text(messages[0].message) : "";
		} catch {
			return "";
		}
	},

	/** A decision: errors are shown by the desk, as anywhere else. */
	act(method, args, freeze_message) {
		return frappe
			.call({ method: `cqs_app.api.${method}`, args, freeze: true, freeze_message })
			.then((answer) => answer.message);
	},

	/** The limit in force, or in words why there is no figure. */
	limit_text(position) {
		if (position.is_unlimited) return __("Unlimited");
		if (!position.effective_limit) {
			return position.is_assessed ? __("None: cash only") : __("Not assessed");
		}
		return cqs.credit.money(position.effective_limit, position.currency);
	},

	has_limit(position) {
		const assessed = position.is_assessed || position.effective_limit > 0;
		return assessed && !position.is_unlimited && position.effective_limit !== null;
	},

	verdict(state) {
		if (state.released) return [__("Released: passes once"), "blue"];
		if (state.outcome === "Hold" && state.hold && state.hold.status === "Open" && !state.observes) {
			return [__("On hold"), "red"];
		}
		const texts = {
			Pass: __("Within credit"),
			Warn: __("Passes with a warning"),
			Hold: state.observes ? __("Would be held; only observed here") : __("Will be held"),
			Block: state.observes ? __("Would be refused; only observed here") : __("Will be refused"),
		};
		const colour = state.observes && state.outcome !== "Pass" ? "orange" : cqs.credit.COLOURS[state.outcome];
		return [texts[state.outcome] || state.outcome, colour];
	},
});

frappe.require("/assets/cqs_app/css/credit_panel.css");
