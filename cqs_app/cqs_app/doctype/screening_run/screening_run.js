const EVERY = 2000;

frappe.ui.form.on("Screening Run", {
	refresh(frm) {
		cqs.credit.read_only(frm);
		frm.page.set_indicator(__(frm.doc.status), cqs.compliance.RUN_COLOURS[frm.doc.status]);
		show_buttons(frm);
		watch(frm);
	},
	onload(frm) {
		frappe.realtime.on("cqs_screening_run", (values) => {
			if (values.name === frm.doc.name && cur_frm === frm) show_progress(frm, values);
		});
	},
});

const over = (doc) => ["Completed", "Stopped"].includes(doc.status);

function show_buttons(frm) {
	frm.add_custom_button(__("Matches"), () => frappe.set_route("List", "Screening Match", { decision: "Open" }));
	frm.add_custom_button(__("Screenings of This Run"), () => frappe.set_route("List", "Screening Check", { run: frm.doc.name }));
	if (frm.doc.status === "Completed" || !cqs.compliance.is_officer()) return;
	frm.add_custom_button(__("Resume"), async () => {
		const answer = await cqs.credit.act("resume_screening", { run: frm.doc.name }).catch(() => null);
		if (!answer) return;
		frappe.show_alert({ message: __("It goes on where it stopped."), indicator: "green" });
		frm.reload_doc();
	});
}

/** Asks for the stored counts while a job is at work; realtime only makes it quicker. */
async function watch(frm) {
	clearTimeout(frm.cqs_watch);
	const { name } = frm.doc;
	show_progress(frm, frm.doc);
	if (over(frm.doc)) return;
	const values = await cqs.credit.ask("screening_progress", { run: name }).catch(() => null);
	if (frm.doc.name !== name || cur_frm !== frm) return;
	if (values && over(values)) return frm.reload_doc();
	if (values) show_progress(frm, values);
	frm.cqs_watch = setTimeout(() => watch(frm), EVERY);
}

function show_progress(frm, values) {
	frm.dashboard.show_progress(__("Parties screened"), values.percent || 0, counts(values));
	const words = standing(values, frm.doc);
	frm.layout.show_message();
	if (words) frm.layout.show_message(cqs.credit.esc(words), values.failed ? "orange" : "blue", true);
}

function counts({ done, total, subjects, unchanged, failed, new_matches }) {
	return __("{0} of {1} parties: {2} names screened, {3} unchanged, {4} failed, {5} new matches", [
		done || 0,
		total || 0,
		subjects || 0,
		unchanged || 0,
		failed || 0,
		new_matches || 0,
	]);
}

function standing({ status, failed, new_matches, total, done }, doc) {
	if (status === "Queued") return __("It waits for a worker. If nothing moves for long, look whether the workers run, then choose Resume.");
	if (status === "Running") return __("It is at work and goes on by itself; you may leave this page.");
	if (status === "Stopped") return doc.message || __("It stopped. Choose Resume to go on where it was.");
	const found = new_matches === 1 ? __("One new match waits for a decision.") : __("{0} new matches wait for a decision.", [new_matches || 0]);
	const lost = failed ? __("{0} names could not be screened; they are listed under Screening Subject with status Failed.", [failed]) : "";
	return [new_matches ? found : __("No new match in {0} parties.", [total || done || 0]), lost].filter(Boolean).join(" ");
}
