// A name that is nobody's subject yet: what the lists say of it. The question and its answer are kept as a Screening Check.
frappe.pages["screening-look-up"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Look Up a Name"), single_column: true });
	if (!frappe.user.has_role("Compliance Officer")) {
		const words = __("Names are looked up by: {0}.", [__("Compliance Officer")]);
		return $(wrapper).find(".layout-main-section").html(`<p class="text-muted" style="padding: 15px">${words}</p>`);
	}
	const files = ["credit/words", "credit/findings", "compliance/words"].map((name) => `/assets/cqs_app/js/${name}.js`);
	frappe.require(files, () => {
		wrapper.look_up = new LookUp(wrapper);
		wrapper.look_up.focus();
	});
};

frappe.pages["screening-look-up"].on_page_show = (wrapper) => wrapper.look_up && wrapper.look_up.focus();

class LookUp {
	constructor(wrapper) {
		this.turn = 0;
		this.$root = $(`<div class="cqs-look-up"><div class="cqs-look-up__form"></div>
			<div class="cqs-look-up__answer" role="status" aria-live="polite"></div></div>`).appendTo($(wrapper).find(".layout-main-section"));
		this.make_fields();
		wrapper.page.set_primary_action(__("Look Up"), () => this.ask(), "search");
		this.show_hint();
		// From any field: Enter asks. The choices of a link field take the first Enter for themselves.
		this.$root.find(".cqs-look-up__form").on("keydown", "input", (event) => {
			const choosing = $(event.target).closest(".awesomplete").find("ul:visible li[aria-selected=true]").length;
			if (event.key === "Enter" && !choosing) setTimeout(() => this.ask());
		});
	}

	make_fields() {
		this.fields = new frappe.ui.FieldGroup({
			body: this.$root.find(".cqs-look-up__form"),
			fields: [
				{ fieldname: "full_name", fieldtype: "Data", label: __("Name"), description: __("Of a person, an organisation or a vessel, in any script") },
				{ fieldname: "schema", fieldtype: "Select", label: __("Kind"), options: ["", "Person", "Organization", "Vessel"] },
				{ fieldname: "break", fieldtype: "Column Break" },
				{ fieldname: "country", fieldtype: "Link", options: "Country", label: __("Country"), only_select: 1 },
				{ fieldname: "born", fieldtype: "Data", label: __("Born or Founded"), description: __("As 1970-04-12, or only the year") },
				{ fieldname: "section", fieldtype: "Section Break", label: __("Numbers"), collapsible: 1 },
				{ fieldname: "tax_id", fieldtype: "Data", label: __("Tax Number") },
				{ fieldname: "registration_number", fieldtype: "Data", label: __("Registration Number") },
				{ fieldname: "break_2", fieldtype: "Column Break" },
				{ fieldname: "passport", fieldtype: "Data", label: __("Passport") },
				{ fieldname: "imo_number", fieldtype: "Data", label: __("IMO Number") },
			],
		});
		this.fields.make();
		this.fields.sections.filter((one) => one.df.collapsible).forEach((one) => one.collapse(true));
	}

	focus() {
		this.fields.fields_dict.full_name.$input.trigger("focus");
	}

	show(html) {
		this.$root.find(".cqs-look-up__answer").html(html);
	}

	show_hint() {
		const words = __("Nobody's status changes by a look-up, but it is kept who asked for what and what was answered.");
		this.show(`<p class="text-muted">${words} ${__("Enter asks.")}</p>`);
	}

	async ask() {
		const values = this.fields.get_values(true) || {};
		const name = (values.full_name || "").trim();
		if (!name) {
			this.show(`<p class="text-muted">${__("Give a name first.")}</p>`);
			return this.focus();
		}
		const turn = ++this.turn;
		this.show(`<p class="text-muted">${__("Asking the lists …")}</p>`);
		const identifiers = {};
		for (const kind of ["tax_id", "registration_number", "passport", "imo_number", "schema"]) {
			if ((values[kind] || "").trim()) identifiers[kind] = values[kind].trim();
		}
		if ((values.born || "").trim()) identifiers.birth_date = values.born.trim();
		try {
			const found = await cqs.credit.ask("screen", { name, country: values.country || null, identifiers });
			if (turn !== this.turn) return;
			this.show(this.answer(name, found));
			// On a telephone the answer is below the fields.
			this.$root.find(".cqs-look-up__answer")[0].scrollIntoView({ block: "nearest" });
		} catch (error) {
			const words = error.message || __("The lists could not be asked. Try again; the Error Log says why.");
			if (turn === this.turn) this.show(`<p>${cqs.credit.pill(__("Not Asked"), "red")} ${cqs.credit.esc(words)}</p>`);
		}
	}

	answer(name, found) {
		const { esc, pill } = cqs.credit;
		if (!found.length) {
			return `<p>${pill(__("Clear"), "green")} ${__("No entry of the lists in force is called like {0}.", [`<b dir="auto">${esc(name)}</b>`])}</p>`;
		}
		const { percent } = cqs.compliance;
		const items = found.map(
			(one) => `<li><div>${pill(percent(one.score), one.score >= 0.85 ? "red" : "yellow")} <b dir="auto">${esc(one.name)}</b>
				<span class="text-muted">${esc(one.list)} ${esc(one.entry)}${one.schema ? `, ${esc(__(one.schema === "LegalEntity" ? "Legal Entity" : one.schema))}` : ""}${one.programs ? `, ${esc(one.programs)}` : ""}</span></div>
				<div dir="auto">${cqs.compliance.because(one.explanation)}</div>
				<details><summary class="text-muted small">${__("How the Score Comes About")}</summary>${this.features(one.features)}</details></li>`,
		);
		const head = found.length === 1 ? __("One entry may be meant") : __("{0} entries may be meant, the likeliest first", [found.length]);
		return `<p><b>${head}</b></p><ul class="cqs-look-up__found">${items.join("")}</ul>`;
	}

	features(features) {
		const words = { base: __("starts from"), raises: __("raises"), lowers: __("lowers"), decides: __("decides alone") };
		const rows = features.map(
			(one) => `<li>${cqs.credit.esc(__(one.name))}: ${words[one.effect] || ""} ${one.effect === "decides" ? "" : cqs.compliance.percent(one.effect === "base" ? one.score : Math.abs(one.weight))}</li>`,
		);
		return `<ul class="mb-0">${rows.join("")}</ul>`;
	}
}
