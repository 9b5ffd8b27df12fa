"""Address, Contact, Bank Account and dossiers: what they say of a party is looked up under its keys."""

from cqs_app.erp.qualification import duplicate_warning, master_changes, party_index
from cqs_app.erp.qualification.party_reading import Ref


def validate(doc, method=None):
	numbers = [number for number in (doc.iban, doc.bank_account_no) if number]
	if doc.party_type == "Customer" and doc.party and numbers and not doc.disabled:
		duplicate_warning.refuse_known(doc.party, bank_accounts=numbers)


def on_update(doc, method=None):
	before = doc.get_doc_before_save()
	refs = [*_parties(doc), *(_parties(before) if before else [])]
	parties = {}
	with party_index.harmless(f"keys of the parties of {doc.doctype} {doc.name} not written"):
		parties = party_index.refresh(refs)
	if doc.doctype == "Bank Account":
		changes = master_changes.key_changes(doc)
		master_changes.review(changes)
		changed = {Ref("Customer", change.customer) for change in changes if change.after}
		duplicate_warning.warn({ref: party for ref, party in parties.items() if ref in changed})


def on_trash(doc, method=None):
	if doc.doctype == "Bank Account":
		master_changes.review(master_changes.removed(doc))


def after_delete(doc, method=None):
	with party_index.harmless(f"keys of the parties of {doc.doctype} {doc.name} not written"):
		party_index.refresh(_parties(doc))


def _parties(doc) -> list[Ref]:
	if doc.doctype in ("Address", "Contact"):
		return [Ref(row.link_doctype, row.link_name) for row in doc.links if row.link_name]
	return [Ref(doc.party_type, doc.party)] if doc.party_type and doc.party else []
