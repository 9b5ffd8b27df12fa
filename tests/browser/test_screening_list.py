"""A sanctions list from its form: files are chosen, the result stands there, and so does a refusal."""

import frappe
import pytest

from cqs_app.erp.compliance import list_imports, rescreening
from tests.engine import published
from tests.erp.screening_lists import OFFICER, make_list


@pytest.fixture
def screening_list(committed):
	name = make_list().name
	committed()
	yield name
	frappe.db.rollback()
	frappe.db.set_value("Screening List", name, "enabled", 0)
	committed()


def test_import_from_the_form(desk, committed, screening_list, tmp_path, monkeypatch):
	monkeypatch.setattr(rescreening, "start", lambda reason: None)
	for name, text in {**published.OFAC, "cut.xml": published.UN[:-40]}.items():
		(tmp_path / name).write_text(text, newline="")
	screen = desk(OFFICER, f"screening-list/{screening_list}")
	screen.see("Nothing was imported yet")
	for names, told in (
		(published.OFAC, "Version 1: 3 entries; 3 added"),
		(["cut.xml"], "Nothing was imported. Version 1 stays in force."),
	):
		screen.js("cqs.compliance.import_dialog(cur_frm)")
		screen.see("All files of one publication")
		chooser = screen.all(".modal.show input[type=file]")[0]
		chooser.send_keys("\n".join(str(tmp_path / name) for name in names))
		screen.find(".modal.show .btn-modal-primary").click()
		screen.see("Waiting for a worker")
		committed()
		queued = {"screening_list": screening_list, "status": "Queued"}
		list_imports.run(frappe.db.get_value("Screening List Import", queued, "name"))
		screen.see(told)
		screen.wait_until_quiet()
	screen.picture(tmp_path / "list.png")
	assert screen.errors() == []
