"""The published files of an import: private, attached to the record of the import, and unchanged from then on."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import md5, sha256
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import escape_html

from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.erp.credit.exceptions import NotEditable, WrongState

IMPORT = "Screening List Import"
LIST = "Screening List"
MOST_FILES = 6
PIECE = 1024 * 1024


def given(screening_list: str, names: list[str]) -> list:
	"""Files that the user attached to the list, as private ones. Raises what keeps them from being imported."""
	if not 1 <= len(names) <= MOST_FILES or len(set(names)) != len(names):
		frappe.throw(_("Give the files of one publication: between 1 and {0}.").format(MOST_FILES))
	return [_given(screening_list, name) for name in names]


def _given(screening_list: str, name: str):
	known = frappe.db.exists("File", name)
	file = frappe.get_doc("File", name) if known else None
	own = file and (file.attached_to_doctype, file.attached_to_name) == (LIST, screening_list)
	if not own or not file.has_permission("read"):
		message = _("There is no file {0} attached to {1}.")
		frappe.throw(
			message.format(escape_html(str(name)), escape_html(screening_list)), frappe.DoesNotExistError
		)
	if not file.is_private or file.is_folder or file.is_remote_file:
		frappe.throw(_("Upload {0} as a private file of this site.").format(escape_html(file.file_name)))
	if not os.path.exists(file.get_full_path()):
		frappe.throw(_("{0} is not on the disk any more.").format(escape_html(file.file_name)), WrongState)
	return file


def row_of(file) -> dict:
	path = Path(file.get_full_path())
	return {
		"file_name": _as_chosen(file),
		"file": file.file_url,
		"file_size": path.stat().st_size,
		"sha256": hash_of(path, sha256),
	}


def _as_chosen(file) -> str:
	"""Frappe puts the end of the content's hash behind a name that it has already."""
	name = Path(file.file_name)
	mark = (file.content_hash or "")[-6:]
	return f"{name.stem.removesuffix(mark)}{name.suffix}" if mark and name.stem != mark else file.file_name


def attach(file, import_name: str) -> None:
	"""Not saved: saving would look at the whole content again."""
	values = {"attached_to_doctype": IMPORT, "attached_to_name": import_name, "attached_to_field": None}
	frappe.db.set_value("File", file.name, values, update_modified=False)


def store(path: Path, file_name: str, import_name: str) -> dict:
	"""Move a downloaded file to the private files and attach it, without reading it into memory. Returns the row."""
	folder = Path(frappe.get_site_path("private", "files"))
	stored = f"{frappe.generate_hash(length=10)}-{frappe.scrub(Path(file_name).stem)[:80]}{Path(file_name).suffix[:8]}"
	size, content_hash = path.stat().st_size, hash_of(path, md5)
	row = {
		"file_name": file_name,
		"file": f"/private/files/{stored}",
		"file_size": size,
		"sha256": hash_of(path, sha256),
	}
	os.replace(path, folder / stored)
	frappe.db.after_rollback.add(lambda: (folder / stored).unlink(missing_ok=True))
	file = frappe.new_doc("File")
	file.update(
		{
			"name": frappe.generate_hash(length=10),
			"file_name": file_name,
			"file_url": row["file"],
			"is_private": 1,
			"file_size": size,
			"content_hash": content_hash,
			"folder": "Home/Attachments",
			"attached_to_doctype": IMPORT,
			"attached_to_name": import_name,
		}
	)
	file.db_insert()
	return row


def hash_of(path: Path, kind) -> str:
	digest = kind()
	with path.open("rb") as file:
		while piece := file.read(PIECE):
			digest.update(piece)
	return digest.hexdigest()


@contextmanager
def opened(rows) -> Iterator[list[SourceFile]]:
	"""The files of an import, to be read once. Raises FileNotFoundError."""
	with ExitStack() as stack:
		found = []
		for row in rows:
			path = Path(frappe.get_site_path(*row.file.strip("/").split("/")))
			stream = stack.enter_context(path.open("rb"))
			found.append(SourceFile(row.file_name, stream, path.stat().st_size))
		yield found


def drop_older(screening_list: str, keep: int) -> None:
	"""Files of all but the last imports of a list go; the records of the imports, with the hashes, stay."""
	if not keep:
		return
	older = frappe.get_all(
		IMPORT, filters={"screening_list": screening_list}, pluck="name", order_by="name desc"
	)
	attached = {"attached_to_doctype": IMPORT, "attached_to_name": ("in", older[keep:] or [""])}
	for name in frappe.get_all("File", filters=attached, pluck="name"):
		file = frappe.get_doc("File", name)
		file.flags.cqs_dropped = True
		file.delete(ignore_permissions=True)


def guard_change(file) -> None:
	"""Called for each File that is saved: what was imported is evidence."""
	before = file.get_doc_before_save()
	kept = ("file_url", "is_private", "attached_to_doctype", "attached_to_name", "content_hash")
	if not before:
		if file.attached_to_doctype == IMPORT:
			frappe.throw(_("Files are imported from the form of the list."), NotEditable)
	elif IMPORT in (before.attached_to_doctype, file.attached_to_doctype):
		if any(str(file.get(field) or "") != str(before.get(field) or "") for field in kept):
			frappe.throw(_("{0} was imported and stays as it is.").format(_shown(file)), NotEditable)


def guard_deletion(file) -> None:
	if file.attached_to_doctype == IMPORT and not file.flags.cqs_dropped:
		frappe.throw(_("{0} was imported and cannot be deleted.").format(_shown(file)), NotEditable)


def is_kept(file) -> bool:
	"""For the hook of File: nobody writes or deletes it, whoever uploaded it."""
	return file.attached_to_doctype == IMPORT


def _shown(file) -> str:
	return escape_html(file.file_name or file.name)
