frappe.ui.form.on("Screening List", {
	onload(frm) {
		frappe.realtime.on("cqs_list_import", (told) => {
			if (cur_frm === frm && told.phase) {
				frm.dashboard.show_progress(__("Import"), told.percent, cqs.compliance.phase_words(told));
			}
		});
	},
	refresh(frm) {
		show_hint(frm);
		show_buttons(frm);
		cqs.compliance.show_state(frm);
	},
});

function show_hint(frm) {
	const { enabled, version, is_stale, refresh_problem, stale_after_days } = frm.doc;
	frm.layout.show_message();
	if (frm.is_new()) return;
	if (!enabled) {
		frm.layout.show_message(__("This list is disabled: nobody is screened against it."), "yellow", true);
	} else if (refresh_problem) {
		frm.layout.show_message(cqs.credit.esc(refresh_problem), "red", true);
	} else if (is_stale) {
		const text = __("It was not refreshed for more than {0} days. Import the current files.", [stale_after_days]);
		frm.layout.show_message(text, "red", true);
	} else if (!version) {
		frm.layout.show_message(__("Import the published files first: it has no entries yet."), "blue", true);
	}
}

function show_buttons(frm) {
	if (frm.is_new() || !frm.perm[0]?.write || !cqs.compliance.is_officer()) return;
	const button = frm.add_custom_button(__("Import"), () => cqs.compliance.import_dialog(frm));
	if (!frm.doc.version) button.removeClass("btn-default").addClass("btn-primary");
	if ((frm.doc.refresh_urls || "").trim() && !frm.is_dirty()) {
		frm.add_custom_button(__("Refresh Now"), async () => {
			await cqs.credit.act("refresh_screening_list", { screening_list: frm.doc.name });
			frappe.show_alert({ message: __("The files are being fetched; the result will stand here."), indicator: "blue" });
			frm.cqs_watch = setTimeout(() => frm.reload_doc(), 4000);
		});
	}
}
