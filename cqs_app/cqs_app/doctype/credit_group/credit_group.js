frappe.ui.form.on("Credit Group", {
	setup(frm) {
		frm.set_query("company", "members", () => ({ filters: { is_group: 0 } }));
	},

	refresh(frm) {
		const colours = { Draft: "orange", "In Force": "green", Superseded: "gray", Dissolved: "gray" };
		if (!frm.is_new()) frm.page.set_indicator(__(frm.doc.status), colours[frm.doc.status]);
		frm.toggle_display("status", false);
		cqs.credit.approval_hint(frm);
		show_use(frm);
		if (frm.doc.status !== "In Force") return;
		frm.add_custom_button(__("New Version"), () => next_version(frm, 0));
		frm.add_custom_button(__("Dissolve"), () => next_version(frm, 1));
	},
	is_dissolved: (frm) => frm.toggle_display(["members", "credit_limit", "valid_upto"], !frm.doc.is_dissolved),
});

/** A draft with the content of the one in force; approved, it takes its place. */
function next_version(frm, is_dissolved) {
	const { group_name, currency, credit_limit, valid_upto, members } = frm.doc;
	frappe.model.with_doctype("Credit Group", () => {
		const draft = frappe.model.get_new_doc("Credit Group");
		Object.assign(draft, { group_name, currency, credit_limit, valid_upto, is_dissolved });
		if (!is_dissolved) {
			for (const { customer, company } of members) {
				Object.assign(frappe.model.add_child(draft, "Credit Group Member", "members"), { customer, company });
			}
		}
		frappe.set_route("Form", "Credit Group", draft.name);
	});
}

/** How much of the limit is used, and by whom. */
async function show_use(frm) {
	frm.get_field("members").$wrapper.find(".cqs-group-use").remove();
	frm.toggle_display(["members", "credit_limit", "valid_upto"], !frm.doc.is_dissolved);
	if (frm.doc.status !== "In Force") return;
	const { name } = frm.doc;
	const use = await cqs.credit.ask("group_position", { group: name }).catch(() => null);
	if (!use || frm.doc.name !== name) return;
	frm.get_field("members").$wrapper.append(use_table(use));
}

function use_table(use) {
	const { esc, money } = cqs.credit;
	const rows = use.members.map((member) => {
		const rate = member.rate === null ? __("no rate") : member.rate;
		const worth = member.in_group_currency === null ? "–" : money(member.in_group_currency, use.currency);
		return `<tr><td>${cqs.credit.link("Customer", member.customer)}</td><td>${esc(member.company)}</td>
			<td class="text-right">${money(member.exposure, member.currency)}</td>
			<td class="text-right">${esc(rate)}</td><td class="text-right">${worth}</td></tr>`;
	});
	const total = use.exposure === null ? __("unknown: an exchange rate is missing") : money(use.exposure, use.currency);
	const free = use.available === null ? "–" : money(use.available, use.currency);
	const bad = use.available === null || use.available < 0 ? ' class="cqs-credit__bad"' : "";
	return `<div class="cqs-group-use mt-4"><label class="control-label">${__("Exposure Today")}</label>
		<table class="table table-bordered table-condensed">
		<thead><tr><th>${__("Customer")}</th><th>${__("Company")}</th><th class="text-right">${__("Exposure")}</th>
		<th class="text-right">${__("Rate of the Day")}</th><th class="text-right">${esc(use.currency)}</th></tr></thead>
		<tbody>${rows.join("")}</tbody>
		<tfoot><tr><th colspan="4">${__("Together, of {0}", [money(use.limit, use.currency)])}</th>
		<th class="text-right">${total}</th></tr>
		<tr><th colspan="4">${__("Free")}</th><th class="text-right"><span${bad}>${free}</span></th></tr></tfoot>
		</table></div>`;
}
