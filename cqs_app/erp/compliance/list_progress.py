"""How far an import is: in the cache, because its transaction shows nothing before its end."""

import time

import frappe

SECONDS = 0.7
# As long as a job may be silent: making the index of a long list takes minutes.
BEAT_SECONDS = 600
INDEXING = "Indexing"


def key(name: str) -> str:
	return f"cqs_list_import:{name}"


def tell(doc, phase: str | None, percent: float) -> None:
	values = {"name": doc.name, "phase": phase, "percent": round(percent, 1)}
	if phase and percent < 100:
		frappe.cache.set_value(key(doc.name), values, expires_in_sec=BEAT_SECONDS)
	else:
		frappe.cache.delete_value(key(doc.name))
	frappe.publish_realtime(
		"cqs_list_import", values, doctype="Screening List", docname=doc.screening_list, after_commit=False
	)


def is_alive(name: str) -> bool:
	return bool(frappe.cache.get_value(key(name), expires=True))


def of(name: str) -> dict:
	"""What a screen shows: the record as stored, and the percent as last told by the job."""
	fields = [
		"name",
		"screening_list",
		"status",
		"message",
		"entries",
		"added",
		"changed",
		"removed",
		"version",
	]
	values = frappe.db.get_value("Screening List Import", name, fields, as_dict=True)
	told = frappe.cache.get_value(key(name), expires=True) or {}
	values.percent = told.get("percent", 0) if values.status in ("Queued", "Reading") else 100
	values.phase = told.get("phase") or values.status
	return values


class Ticker:
	"""Tells of every entry, but says it aloud about once a second."""

	def __init__(self, doc) -> None:
		self._doc = doc
		self._last = 0.0

	def __call__(self, phase: str, percent: float) -> None:
		now = time.monotonic()
		if now - self._last >= SECONDS:
			self._last = now
			tell(self._doc, phase, percent)
