frappe.ui.form.on("Screening Entry", {
	refresh(frm) {
		const { upto_version } = frm.doc;
		frm.layout.show_message();
		if (upto_version) {
			const text = __("No longer in force: version {0} was the last that said so.", [upto_version]);
			frm.layout.show_message(text, "yellow", true);
		}
		frm.get_field("content_html").$wrapper.html(content_of(JSON.parse(frm.doc.content || "{}")));
	},
});

function content_of(entry) {
	const { esc } = cqs.credit;
	const joined = (...parts) => parts.filter(Boolean).map(esc).join(" &middot; ");
	const born = ([first, last, is_circa]) =>
		`${is_circa ? __("about") + " " : ""}${esc(first === last ? first : `${first} – ${last}`)}`;
	const facts = [
		[__("Names"), (entry.names || []).map(([text, kind, language]) => joined(text, __(kind), language))],
		[__("Countries"), (entry.countries || []).map(esc)],
		[__("Nationalities"), (entry.nationalities || []).map(esc)],
		[__("Born"), (entry.birth_dates || []).map(born)],
		[__("Birth Places"), (entry.birth_places || []).map(esc)],
		[
			__("Numbers"),
			(entry.identifiers || []).map(([kind, value, country, label]) => joined(value, __(kind), country, label)),
		],
		[__("Addresses"), (entry.addresses || []).map(([text, , country]) => joined(text, country))],
		[__("Programmes"), (entry.programs || []).map(esc)],
		[__("Remarks"), [esc(entry.remarks)]],
		[__("Read From"), [esc(entry.position)]],
		[__("Page of the Publisher"), [page(entry.source_url)]],
	].filter(([, values]) => values.filter(Boolean).length);
	const rows = facts.map(
		([label, values]) => `<tr><td style="width: 25%">${label}</td><td>${values.join("<br>")}</td></tr>`,
	);
	return `<table class="table table-bordered small">${rows.join("")}</table>`;
}

function page(url) {
	const text = cqs.credit.esc(url);
	return /^https?:\/\//.test(url || "")
		? `<a href="${text}" target="_blank" rel="noopener noreferrer">${text}</a>`
		: text;
}
