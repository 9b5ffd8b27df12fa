"""Whatever names somebody who is screened: the party itself, its addresses, contacts, dossiers and guarantees."""

from cqs_app.erp.compliance import registry, standing, watch
from cqs_app.erp.compliance.party_records import CUSTOMER, Ref


def on_update(doc, method=None):
	watch.changed(_parties(doc))


on_submit = on_cancel = on_update_after_submit = after_delete = on_update


def on_trash(doc, method=None):
	registry.retire(Ref(doc.doctype, doc.name))


def after_rename(doc, method=None, old=None, new=None, merge=False):
	ref = Ref(doc.doctype, new)
	registry.follow_rename(Ref(doc.doctype, old), ref)
	watch.changed([ref])
	standing.publish(ref, always=True)


def _parties(doc) -> list[Ref]:
	if doc.doctype in ("Address", "Contact"):
		return [Ref(row.link_doctype, row.link_name) for row in doc.links if row.link_name]
	if doc.doctype == "Credit Guarantee":
		return [Ref(CUSTOMER, doc.customer)]
	if doc.doctype == "Customer Qualification":
		return [Ref(doc.party_type, doc.party), Ref(CUSTOMER, doc.customer or "")]
	return [Ref(doc.doctype, doc.name)]
