"""What the tests of screening need: a list of invented names in force, in the test's own transaction, and parties on it."""

import frappe

from cqs_app.erp.compliance import list_imports, list_version, screening
from cqs_app.erp.compliance.party_records import Ref
from tests.engine import published
from tests.erp.screening_lists import make_list

OFFICER, OFFICER2 = "compliance@cqs.example", "compliance2@cqs.example"
HEAD = published.SIMPLE.splitlines()[0]


def put_list(*entries, screening_list=None):
	"""Each entry is (id, schema, name) or that with a country. A new list, or the next version of one; no other list is in
	force then."""
	others = {"enabled": 1, "name": ("!=", screening_list or "")}
	frappe.db.set_value("Screening List", others, "enabled", 0, update_modified=False)
	name = screening_list or make_list(source="A publisher").name
	rows = [_row(*entry) for entry in entries]
	files = published.sources({"targets.simple.csv": "\n".join([HEAD, *rows, ""])})
	record = list_imports.record(name, [], "Upload")
	result = list_version.read(record, files)
	if result.version:
		list_version.put_in_force(record, result)
	return name


def _row(entry_id, schema, name, country="", born=""):
	cells = [entry_id, schema, name, "", born, country, *[""] * 9]
	return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


def screen(party, **values):
	return screening.screen([Ref(party.doctype, party.name)], "Test", **values)


def matches_of(party):
	return frappe.get_all(
		"Screening Match",
		filters={"party_type": party.doctype, "party": party.name},
		fields=["*"],
		order_by="score desc, subject_name",
	)


def second_officer() -> str:
	"""Another Compliance Officer, who logs in with the factories' password."""
	from tests.erp import factories as make

	if not frappe.db.exists("User", OFFICER2):
		user = frappe.get_doc(
			doctype="User",
			email=OFFICER2,
			first_name="Compliance Two",
			send_welcome_email=0,
			new_password=make.PASSWORD,
		)
		user.flags.no_welcome_mail = True
		user.append("roles", {"role": "Compliance Officer"})
		user.insert()
	return OFFICER2
