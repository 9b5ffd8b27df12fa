"""The class of a dossier against its score: one asks, another one decides."""

from cqs_app.api.arguments import READ, WRITE, endpoint, readable, reason_of
from cqs_app.api.qualification import as_shown
from cqs_app.erp.qualification import override
from cqs_app.erp.qualification.case import DOCTYPE


@endpoint(READ)
def class_override_rights(qualification: str) -> dict:
	"""What the user may do about the class: `classes`, `waiting` (class or ""), `may_request`, `may_decide`."""
	return override.rights_of(readable(DOCTYPE, qualification))


@endpoint(WRITE)
def request_class_override(qualification: str, risk_class: str, reason: str) -> dict:
	"""Ask for another class than the score gives; it holds once somebody else confirms it. Returns the dossier."""
	document = _writable(qualification)
	override.request(document, risk_class, reason_of(reason))
	return as_shown(document.name)


@endpoint(WRITE)
def confirm_class_override(qualification: str, risk_class: str | None = None) -> dict:
	"""Put the class in force that somebody else asked for; `risk_class`: the one that was read. Returns the dossier."""
	document = _writable(qualification)
	override.confirm(document, risk_class)
	return as_shown(document.name)


@endpoint(WRITE)
def reject_class_override(qualification: str, reason: str) -> dict:
	"""Refuse it: the class of the score stays. Returns the dossier."""
	document = _writable(qualification)
	override.reject(document, reason_of(reason))
	return as_shown(document.name)


def _writable(qualification: str):
	document = readable(DOCTYPE, qualification)
	document.check_permission("write")
	return document
