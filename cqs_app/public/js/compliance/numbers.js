// Tax and registration numbers: a quiet line under the field says, as somebody types, whether such a number can exist.
frappe.provide("cqs.numbers");

Object.assign(cqs.numbers, {
	PAUSE: 400,
	WORDS: { Valid: __("Valid"), Invalid: __("Wrong"), "Not Checked": __("Not checked") },

	/** `numbers`: field -> kind. `context(frm)`: the country and whose number it is. */
	watch_numbers(frm, numbers, context) {
		for (const [fieldname, kind] of Object.entries(numbers)) {
			const field = frm.fields_dict[fieldname];
			if (!field || !field.$input || field.cqs_watched) continue;
			field.cqs_watched = true;
			const look = frappe.utils.debounce(
				() => cqs.numbers.look(frm, fieldname, kind, context, field.$input.val()),
				cqs.numbers.PAUSE,
			);
			field.$input.on("input", look);
		}
	},

	async look(frm, fieldname, kind, context, value) {
		const field = frm.fields_dict[fieldname];
		const text = String(value || "").trim();
		if (!text) return cqs.numbers.show_number(field, null);
		const { name } = frm.doc;
		const asked = (field.cqs_asked = (field.cqs_asked || 0) + 1);
		const found = await cqs.credit.ask("check_identifier", { kind, value: text, ...context(frm) }).catch(() => null);
		if (frm.doc.name !== name || field.cqs_asked !== asked) return;
		cqs.numbers.show_number(field, found && { ...cqs.numbers.stored(found.said), country_from: found.country_from });
	},

	/** Valid, wrong with the reason, or not checked and why; and by whose rules. */
	show_number(field, found) {
		field.$wrapper.find(".cqs-number").remove();
		if (!found || !found.status) return;
		const words = cqs.numbers.WORDS[found.status];
		const text = [[words, found.rest].filter(Boolean).join(": "), found.country_from].filter(Boolean).join(". ");
		$('<div class="cqs-number" role="status"></div>')
			.attr("data-status", found.status)
			.text(text)
			.appendTo(field.$wrapper.find(".form-group").first());
	},

	/** What the server has stored: `Invalid: the check digit is wrong: EIN, United States`. */
	stored(said) {
		const status = Object.keys(cqs.numbers.WORDS).find((one) => (said || "").startsWith(one));
		return status ? { status, rest: said.slice(status.length).replace(/^: /, "") } : null;
	},
});

const of_dossier = (frm) => ({ country: frm.doc.country || "?", is_person: frm.doc.entity_type === "Sole Proprietor" ? 1 : 0 });
const of_party = (frm) => ({
	country: "",
	party_type: frm.doctype,
	party: frm.is_new() ? null : frm.doc.name,
	is_person: ["Individual", "Proprietorship"].includes(frm.doc.customer_type) ? 1 : 0,
});
const DOSSIER_NUMBERS = { tax_id: "Tax", registration_number: "Registration" };
const look_again = (frm) =>
	Object.entries(DOSSIER_NUMBERS).forEach(([field, kind]) =>
		cqs.numbers.look(frm, field, kind, of_dossier, frm.doc[field]),
	);

frappe.ui.form.on("Customer Qualification", {
	refresh(frm) {
		cqs.numbers.watch_numbers(frm, DOSSIER_NUMBERS, of_dossier);
		for (const [field, told] of [["tax_id", "tax_id_check"], ["registration_number", "registration_check"]]) {
			const shown = frm.fields_dict[field];
			if (shown && shown.$wrapper) cqs.numbers.show_number(shown, cqs.numbers.stored(frm.doc[told]));
		}
		cqs.numbers.offer_vies(frm);
	},
	country: look_again,
	entity_type: look_again,
});

for (const doctype of ["Customer", "Lead"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			cqs.numbers.watch_numbers(frm, { tax_id: "Tax" }, of_party);
			if (frm.fields_dict.tax_id) cqs.numbers.show_number(frm.fields_dict.tax_id, null);
		},
	});
}

cqs.numbers.offer_vies = (frm) => {
	if (frm.is_new() || !frm.doc.tax_id || !frappe.boot.cqs_vies) return;
	frm.add_custom_button(
		__("Check VAT Number"),
		async () => {
			const kept = await cqs.credit.act("check_vat_number", { qualification: frm.doc.name }, __("Asking VIES"));
			const colour = { Valid: "green", Invalid: "red" }[kept.status] || "orange";
			await frm.reload_doc();
			frappe.show_alert({ message: `VIES: ${cqs.credit.esc([__(kept.status), kept.reason, kept.trader_name].filter(Boolean).join(", "))}`, indicator: colour }, 10);
		},
		__("References"),
	);
};

frappe.require("/assets/cqs_app/css/compliance.css");
