"""Lists of invented and of published files, for the tests of screening."""

import frappe

from cqs_app.erp.compliance import list_files, list_imports, list_version
from tests.engine import published
from tests.erp import factories as make

OFFICER, ANALYST, AUDITOR, SALES = (
	f"{name}@cqs.example" for name in ("compliance", "analyst", "auditor", "sales")
)


def make_list(*, list_name=None, **values):
	return frappe.get_doc(
		doctype="Screening List", list_name=list_name or make.unique("List"), **values
	).insert()


def list_in_force(files, **values):
	"""A list with a version, in the transaction of the test. Returns its name."""
	name = make_list(**values).name
	doc = frappe.get_doc("Screening List Import", give(name, files))
	with list_files.opened(doc.files) as opened:
		list_version.put_in_force(doc, list_version.read(doc, opened))
	return name


def companies(*names):
	"""A publication of companies that are called so."""
	head = published.SIMPLE.splitlines()[0]
	empty = '"",' * 11 + '""'
	rows = [f'"NK-{name}","Company","{name}",{empty}' for name in names]
	return {"targets.simple.csv": "\n".join([head, *rows, ""])}


def attach(screening_list, files):
	"""`files`: name -> text or bytes. Returns the names of the Files."""
	names = []
	for file_name, data in files.items():
		file = frappe.get_doc(
			doctype="File",
			file_name=file_name,
			content=data,
			is_private=1,
			attached_to_doctype="Screening List",
			attached_to_name=screening_list,
		)
		names.append(file.insert().name)
	return names


def give(screening_list, files, **values):
	"""Queue an import of the files, but for the job. Returns the import's name."""
	return list_imports.request(screening_list, attach(screening_list, files), **values)


def import_list(screening_list, files, **values):
	"""Import as the worker does. It commits. Returns the import."""
	name = give(screening_list, files, **values)
	frappe.db.commit()
	list_imports.run(name)
	return frappe.get_doc("Screening List Import", name)
