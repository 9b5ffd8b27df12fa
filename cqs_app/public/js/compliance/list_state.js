// The imports of a list on its form: progress while one is at work, then its result, refusal or question in place.
frappe.provide("cqs.compliance");

const SHOWN = 6;
const EVERY = 1000;
const FIELDS = [
	"name",
	"status",
	"message",
	"version",
	"entries",
	"published_on",
	"requested_by",
	"requested_on",
	"how",
];

cqs.compliance.show_state = async (frm) => {
	clearTimeout(frm.cqs_watch);
	const wrapper = frm.get_field("state_html").$wrapper;
	const name = frm.doc.name;
	if (frm.is_new()) {
		return wrapper.html(muted(__("Save it, then import the published files.")));
	}
	const imports = await frappe.db.get_list("Screening List Import", {
		filters: { screening_list: name },
		fields: FIELDS,
		order_by: "name desc",
		limit: SHOWN,
	});
	if (frm.doc.name !== name) return;
	wrapper.html(imports.length ? state_of(imports) : muted(first_step()));
	bind(frm, wrapper);
	const waiting = imports.find((row) => cqs.compliance.at_work(row.status));
	if (waiting) cqs.compliance.watch(frm, waiting.name);
};

/** Asks for the percentage while the job is at work; realtime would only make it quicker. */
cqs.compliance.watch = async (frm, name) => {
	clearTimeout(frm.cqs_watch);
	if (cur_frm !== frm) return;
	const told = await cqs.credit.ask("screening_import", { name }).catch(() => null);
	if (told && !cqs.compliance.at_work(told.status)) {
		frm.dashboard.hide_progress();
		if (frm.is_dirty()) return cqs.compliance.show_state(frm);
		return frm.reload_doc();
	}
	if (told) {
		frm.dashboard.show_progress(__("Import"), told.percent, cqs.compliance.phase_words(told));
		const pill = cqs.credit.pill(__(told.status), cqs.compliance.IMPORT_COLOURS[told.status]);
		frm.get_field("state_html").$wrapper.find("[data-status-of]").filter((_, e) => e.dataset.statusOf === name).html(pill);
	}
	frm.cqs_watch = setTimeout(() => cqs.compliance.watch(frm, name), EVERY);
};

cqs.compliance.phase_words = ({ phase, percent }) => {
	if (phase === "Indexing") return __("Read; the index of its names is being made…");
	if (phase === "Reading") return __("{0} % read. Nothing changes before its end.", [Math.round(percent)]);
	return __("Waiting for a worker…");
};

function state_of(imports) {
	const { esc, link, pill } = cqs.credit;
	const rows = imports.map((row) => {
		const when = esc(frappe.datetime.str_to_user(row.requested_on));
		const colour = cqs.compliance.IMPORT_COLOURS[row.status];
		return `<div style="border-bottom: 1px solid var(--border-color); padding: 8px 0">
			<div><span data-status-of="${esc(row.name)}">${pill(__(row.status), colour)}</span>
			<span class="text-muted small">${link("Screening List Import", row.name, when)}</span></div>
			<div style="overflow-wrap: anywhere; margin-top: 4px">${esc(row.message)}${question(row)}</div></div>`;
	});
	const button = (key, label) => `<button class="btn btn-xs btn-default mr-1 mb-1" data-${key}>${label}</button>`;
	return `<div style="margin-top: -8px">${rows.join("")}</div><div class="mt-3">
		${button("all", __("All Imports"))}${button("entries", __("Entries in Force"))}
		${button("changes", __("What the Versions Changed"))}${button("runs", __("Screenings of the Whole Base"))}</div>`;
}

function question(row) {
	if (row.status !== "Needs Confirmation") return "";
	if (!cqs.compliance.is_officer()) {
		return `<div class="text-muted">${__("A Compliance Officer decides.")}</div>`;
	}
	const name = cqs.credit.esc(row.name);
	return `<div class="mt-2">
		<button class="btn btn-xs btn-default" data-confirm="${name}">${__("Import Anyway")}</button>
		<button class="btn btn-xs btn-default" data-dismiss="${name}">${__("Keep the Old Version")}</button></div>`;
}

function bind(frm, wrapper) {
	const go = (doctype, filters) => frappe.set_route("List", doctype, filters);
	const screening_list = frm.doc.name;
	wrapper.find("[data-all]").on("click", () => go("Screening List Import", { screening_list }));
	wrapper.find("[data-entries]").on("click", () => go("Screening Entry", { screening_list, upto_version: 0 }));
	wrapper.find("[data-changes]").on("click", () => go("Screening Entry Change", { screening_list }));
	wrapper.find("[data-runs]").on("click", () => go("Screening Run", {}));
	for (const act of ["confirm", "dismiss"]) {
		wrapper.find(`[data-${act}]`).on("click", async ({ target }) => {
			await cqs.credit.act(`${act}_screening_import`, { name: target.dataset[act] });
			cqs.compliance.show_state(frm);
		});
	}
}

function first_step() {
	return cqs.compliance.is_officer()
		? __("Nothing was imported yet, so nobody is screened against this list. Choose Import and give the published files, or enter their addresses under Refresh.")
		: __("Nothing was imported yet, so nobody is screened against this list. A Compliance Officer imports it.");
}

function muted(text) {
	return `<p class="text-muted">${text}</p>`;
}
