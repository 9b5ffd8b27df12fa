"""Tax and registration numbers by the rules of their country: in the dossier, on customers, and as somebody types."""

import frappe
from frappe import _

from cqs_app.engine.compliance.countries import country_name
from cqs_app.engine.compliance.tax_ids import Kind, Result, Status, check, kinds_of
from cqs_app.erp.compliance import explanations, vies

EXPLANATION = "number_explanation"
# Field of the dossier -> the field that tells the result, and the kind of the number.
CHECKED = {
	"tax_id": ("tax_id_check", Kind.TAX),
	"registration_number": ("registration_check", Kind.REGISTRATION),
}


def settle(doc) -> None:
	"""Fill what the checks say, and who explained a number that fails. A wrong number is kept and told."""
	for field, (told, _kind) in CHECKED.items():
		doc.set(told, said(result_of(doc, field)) if doc.get(field) else None)
	vies.settle(doc)
	explanations.note(doc, EXPLANATION, problems_of(doc))


def missing(doc) -> list[str]:
	return explanations.lacking(doc, EXPLANATION, problems_of(doc))


def problems_of(doc) -> list[str]:
	problems = []
	for field in CHECKED:
		result = result_of(doc, field)
		if result.status is Status.INVALID:
			text = _("{0} {1} cannot be one of {2}: {3}")
			label, country = _(doc.meta.get_label(field)), _(country_name(result.country))
			problems.append(text.format(label, result.value, country, _(result.reason)))
	return [*problems, *vies.problems_of(doc)]


def result_of(doc, field: str) -> Result:
	is_person = doc.get("entity_type") == "Sole Proprietor"
	return check(doc.get("country") or "", CHECKED[field][1], doc.get(field) or "", is_person)


def said(result: Result) -> str:
	"""One line for a screen; begins with the status in English, by which screens choose their colour."""
	country = _(country_name(result.country)) if result.country else ""
	what = ", ".join(filter(None, (result.label, country)))
	return ": ".join(filter(None, (result.status.value, _(result.reason), what)))


def described(country: str, kind: str, value: str, *, is_person: bool = False) -> dict:
	"""For the endpoint. Raises ValidationError for a kind that nobody knows."""
	known = {*(one.value for one in Kind), *kinds_of(country)}
	if kind not in known:
		frappe.throw(_("Give one of these kinds: {0}.").format(", ".join(sorted(known))))
	result = check(country, kind, value, is_person)
	return {
		"status": result.status.value,
		"kind": result.kind,
		"value": result.value,
		"label": result.label,
		"country": result.country,
		"reason": result.reason,
		"said": said(result),
	}
