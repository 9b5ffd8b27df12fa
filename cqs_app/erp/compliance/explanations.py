"""Explanations that let a dossier pass although something speaks against it: who gave them, when, and for what.

An explanation holds for the findings that there were when it was written. When others come, it has to be amended."""

from collections.abc import Iterable
from hashlib import sha256

import frappe
from frappe import _
from frappe.utils import now_datetime


def basis_of(findings: Iterable[str]) -> str:
	"""What is explained, in short; the same for the same findings in any order."""
	return sha256("\n".join(sorted(findings)).encode()).hexdigest()[:24]


def note(doc, field: str, findings: Iterable[str], *also: str) -> None:
	"""Write down who changed the explanation in `field`, or one of the fields that belong to it (`also`)."""
	before = doc.get_doc_before_save()
	if not _text(doc, field):
		values = (None, None, None)
	elif not before or any(_text(doc, one) != _text(before, one) for one in (field, *also)):
		values = (frappe.session.user, now_datetime(), basis_of(findings))
	else:
		return
	doc.update(dict(zip((f"{field}_by", f"{field}_on", f"{field}_for"), values, strict=True)))


def lacking(doc, field: str, findings: list[str]) -> list[str]:
	"""The findings that are not explained; and that an explanation is there, but for others."""
	if not findings or (_text(doc, field) and doc.get(f"{field}_for") == basis_of(findings)):
		return []
	label = _(doc.meta.get_label(field))
	if not _text(doc, field):
		advice = _("mend it, or a Compliance Officer explains it in {0}").format(label)
	else:
		advice = _("{0} was written for other findings: mend this, or a Compliance Officer amends the text")
		advice = advice.format(label)
	return [f"{finding} ({advice})" for finding in findings]


def _text(doc, field: str) -> str:
	return (doc.get(field) or "").strip()
