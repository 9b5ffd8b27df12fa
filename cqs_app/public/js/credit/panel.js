// The panel on a form: asks when something relevant has changed, draws the newest answer, drops late ones.
frappe.provide("cqs.credit");

(() => {
	const PAUSE = 500;

	cqs.credit.Panel = class Panel {
		/** `question(frm)` returns {note} or {key, method, args}; `decorate(state, frm)` may add to an answer. */
		constructor(frm, { question, decorate, actions }) {
			Object.assign(this, { frm, question, decorate, actions });
			this.asked = 0;
			this.$root = $(`<section class="cqs-credit" aria-label="${__("Credit")}" data-state="new"></section>`);
			const $message = frm.layout.wrapper.find(".form-message-container").first();
			$message.length ? $message.after(this.$root) : frm.layout.wrapper.prepend(this.$root);
			this.ask_soon = frappe.utils.debounce(() => this.ask(), PAUSE);
			$(frm.wrapper).on("dirty", () => this.ask_soon());
			this.listen();
		}

		static on(frm, options) {
			frm.cqs_panel = frm.cqs_panel || new Panel(frm, options);
			return frm.cqs_panel;
		}

		listen() {
			this.$root.on("click", "[data-component]", (event) => {
				cqs.credit.show_documents(this.state.position, event.currentTarget.dataset.component);
			});
			this.$root.on("click", "[data-action]", (event) => {
				this.actions[event.currentTarget.dataset.action](this);
			});
			this.$root.on("change", ".cqs-credit__company", (event) => {
				this.company = event.currentTarget.value;
				this.ask(true);
			});
		}

		/** Another document in the same form, or the same one reloaded: ask again, whatever was known. */
		refresh() {
			const name = this.frm.doc.name;
			if (this.shown !== name) {
				this.shown = name;
				this.company = null;
				this.state = null;
				this.$root.empty();
			}
			return this.ask(true);
		}

		async ask(always = false) {
			const question = this.question(this.frm, this);
			if (!question || question.note) {
				this.asked += 1;
				this.key = null;
				return question ? this.draw({ note: question.note }, "hint") : this.$root.addClass("hidden");
			}
			if (!always && question.key === this.key) return;
			this.key = question.key;
			const turn = ++this.asked;
			this.busy();
			try {
				const answer = await cqs.credit.ask(question.method, question.args);
				if (turn !== this.asked) return;
				this.draw(this.decorate({ position: answer, ...answer }, this.frm, this), "ready");
			} catch (error) {
				if (turn !== this.asked) return;
				this.key = null;
				this.draw({ note: excuse(error) }, "unavailable");
			}
		}

		busy() {
			this.$root.attr("data-state", "busy").attr("aria-busy", "true").removeClass("hidden");
			this.$root.find(".cqs-credit__busy").text(__("Checking …"));
		}

		draw(state, name) {
			this.state = state;
			const focused = this.$root.find(document.activeElement).data();
			this.$root.html(cqs.credit.view.panel(this.state)).removeClass("hidden");
			this.$root.attr({ "data-state": name, "aria-busy": "false", "data-outcome": state.outcome || "" });
			if (focused && focused.action) this.$root.find(`[data-action="${focused.action}"]`).trigger("focus");
		}
	};

	function excuse(error) {
		if (error.status === 403) return __("You may not see the credit of this customer.");
		if (error.status === 417 || error.status === 404) {
			const hint = __("The credit check is shown once the document is complete.");
			return error.message ? `${hint} ${error.message}` : hint;
		}
		return __("The credit check is not available just now; it is made when the document is submitted.");
	}
})();
