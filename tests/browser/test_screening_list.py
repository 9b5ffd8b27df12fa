"""A sanctions list from its form: files are chosen, the job is waited for, and why they are refused stands there."""

import frappe
import pytest

from cqs_app.erp.compliance import list_imports, rescreening
from tests.engine import published
from tests.erp.screening_lists import OFFICER, import_list, make_list


@pytest.fixture
def screening_list(committed, monkeypatch):
	monkeypatch.setattr(rescreening, "start", lambda reason: None)
	name = make_list().name
	import_list(name, published.OFAC)
	yield name
	frappe.db.rollback()
	frappe.db.set_value("Screening List", name, "enabled", 0)
	committed()


def test_import_from_the_form(desk, committed, screening_list, tmp_path):
	cut = {**published.OFAC, "sdn.csv": published.SDN[: len(published.SDN) // 2]}
	for name, text in cut.items():
		(tmp_path / name).write_text(text, newline="")
	screen = desk(OFFICER, f"screening-list/{screening_list}")
	screen.see("Version 1: 3 entries; 3 added")
	screen.js("cqs.compliance.import_dialog(cur_frm)")
	screen.see("All files of one publication")
	chooser = screen.all(".modal.show input[type=file]")[0]
	chooser.send_keys("\n".join(str(tmp_path / name) for name in cut))
	screen.find(".modal.show .btn-modal-primary").click()
	screen.see("Waiting for a worker")
	committed()
	queued = {"screening_list": screening_list, "status": "Queued"}
	list_imports.run(frappe.db.get_value("Screening List Import", queued, "name"))
	screen.see("sdn.csv, line 2: the last line has no end: the file is cut here. Nothing was imported.")
	screen.wait_until_quiet()
	screen.picture(tmp_path / "list.png")
	assert screen.errors() == []
