"""A file that comes for a row of a dossier: checked in memory, then stored as a private file, or not at all."""

import io
import threading

import frappe
from frappe import _
from frappe.utils import cint, escape_html
from PIL import Image, ImageFile

from cqs_app.engine.qualification import uploads as engine
from cqs_app.erp.qualification import documents, evidence

USUAL_MB = 10
# What a form needs around the file: boundaries, names, the token.
AROUND = 64 * 1024
PICTURES = ("PNG", "JPEG")
_strict = threading.Lock()


class UploadRefused(frappe.ValidationError):
	"""The file is not stored; the message says why and what to send instead."""


class UploadTooLarge(UploadRefused):
	http_status_code = 413


def most_mb() -> int:
	return cint(frappe.db.get_single_value("CQS Settings", "max_upload_mb")) or USUAL_MB


def posted_file() -> tuple[str, bytes]:
	"""Name and content of the `file` of the request, which is not read if its announced length is too large already."""
	limit = most_mb() * engine.MB
	if (frappe.request.content_length or 0) > limit + AROUND:
		_too_large()
	posted = frappe.request.files.get("file")
	if not posted:
		frappe.throw(_("Choose a file first."), UploadRefused)
	content = posted.stream.read(limit + 1)
	if len(content) > limit:
		_too_large()
	return posted.filename or "", content


def check(name: str, content: bytes, qualification: str) -> engine.Upload:
	"""Raises UploadRefused. Other apps add checks of their own, of viruses for example, by the hook `cqs_upload_checks`:
	a function of (file_name, content, qualification) that raises what it finds."""
	try:
		upload = engine.accept(name, content, most_mb=most_mb())
		if upload.kind in PICTURES:
			_draw(content, upload)
	except engine.RefusedUpload as error:
		values = {key: escape_html(value) for key, value in error.values.items()}
		frappe.throw(_(error.template).format(**values), UploadRefused, title=_("Not Accepted"))
	for path in frappe.get_hooks("cqs_upload_checks"):
		frappe.get_attr(path)(upload.file_name, content, qualification)
	return upload


def store(doc, row, name: str, content: bytes, *, sender: str, uploader: str | None) -> bool:
	"""Check the file, store it and mark the row received. Returns False where the row has this very file already."""
	upload = check(name, content, doc.name)
	if not _is_new(row, upload):
		return False
	known = next(
		(one.file for one in doc.documents if one.content_hash == upload.content_hash and one.file), None
	)
	url = known or _insert(doc, row, upload, content, sender)
	documents.receive(doc, row, url, upload.content_hash, sender=sender, uploader=uploader)
	documents.save(doc)
	return True


def attach(doc, row, file_url: str) -> None:
	"""A file that a colleague attached to the dossier, or has at hand, counts for the row after the same checks."""
	file = _own_file(doc, file_url)
	content = file.get_content()
	content = content.encode() if isinstance(content, str) else content
	user = frappe.session.user
	if file.attached_to_doctype == doc.doctype and file.attached_to_name == doc.name:
		upload = check(file.file_name, content, doc.name)
		if _is_new(row, upload):
			evidence.keep(doc, row, file, upload.content_hash, sender=user)
			documents.receive(doc, row, file.file_url, upload.content_hash, sender=user, uploader=user)
			documents.save(doc)
	else:
		store(doc, row, file.file_name, content, sender=user, uploader=user)


def _is_new(row, upload: engine.Upload) -> bool:
	"""False for what the row has received already; raises UploadRefused where nothing, or not this file, is wanted."""
	if row.status == documents.VERIFIED:
		message = _("{0} is verified already; nothing more is needed.")
		frappe.throw(message.format(_(row.document_type)), UploadRefused)
	if row.content_hash != upload.content_hash:
		return True
	if row.status == documents.REFUSED:
		frappe.throw(_("This is the very file that was refused. Send another one."), UploadRefused)
	return row.status != documents.RECEIVED


def _own_file(doc, file_url: str):
	"""A private file of that address that the user may read. Those of the dossier are asked first: Frappe shares an address
	between files with the same content, and tells the user which of them he may not read."""
	names = frappe.get_all(
		"File", filters={"file_url": str(file_url), "is_folder": 0}, pluck="name", order_by="creation"
	)
	files = sorted(map(_file, names), key=lambda file: file.attached_to_name != doc.name)
	file = next((file for file in files if file.has_permission("read")), None)
	if not file:
		frappe.throw(_("There is no such file, or you may not read it."), frappe.PermissionError)
	if not file.is_private or file.is_remote_file:
		frappe.throw(
			_("Only a private file of this site can be attached; upload it as private."), UploadRefused
		)
	return file


def _file(name: str):
	return frappe.get_doc("File", name)


def _insert(doc, row, upload: engine.Upload, content: bytes, sender: str) -> str:
	# Frappe takes the size of a file from the request, if it says one.
	frappe.form_dict.pop("file_size", None)
	file = frappe.new_doc("File")
	file.update({"file_name": upload.file_name, "is_private": 1, "content": content})
	evidence.keep(doc, row, file, upload.content_hash, sender=sender)
	return file.file_url


def _draw(content: bytes, upload: engine.Upload) -> None:
	"""Decode every pixel. Frappe tells Pillow to put up with pictures that end too early; here it does not."""
	with _strict:
		lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
		try:
			picture = Image.open(io.BytesIO(content), formats=(upload.kind,))
			picture.draft("L", (picture.width // 8, picture.height // 8))
			picture.load()
		except Exception as error:
			raise engine.RefusedUpload(engine.BROKEN, name=upload.file_name) from error
		finally:
			ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _too_large() -> None:
	frappe.throw(
		_("The file is larger than {0} MB. Send a smaller one, or in parts.").format(most_mb()),
		UploadTooLarge,
		title=_("Too Large"),
	)
