"""Customer, Lead and Prospect: keys of duplicates, the warning on insert, and the compliance review."""

from cqs_app.erp.compliance import party_numbers
from cqs_app.erp.qualification import duplicate_warning, master_changes, party_index
from cqs_app.erp.qualification.party_reading import Ref


def validate(doc, method=None):
	if doc.doctype == "Lead":
		party_numbers.validate(doc)
	if doc.doctype == "Customer" and doc.tax_id and (doc.is_new() or doc.has_value_changed("tax_id")):
		duplicate_warning.refuse_known(doc.name or "", tax_ids=[doc.tax_id])


def on_update(doc, method=None):
	ref = Ref(doc.doctype, doc.name)
	parties = {}
	with party_index.harmless(f"keys of {ref.id} not written"):
		parties = party_index.refresh([ref])
	changes = master_changes.key_changes(doc)
	master_changes.review(changes)
	if doc.flags.cqs_from_dossier:
		return
	if doc.flags.in_insert or any(change.field == "tax_id" for change in changes):
		duplicate_warning.warn(parties)


def on_trash(doc, method=None):
	party_index.forget(Ref(doc.doctype, doc.name))


def after_rename(doc, method=None, old=None, new=None, merge=False):
	party_index.forget(Ref(doc.doctype, old))
	with party_index.harmless(f"keys of {doc.doctype} {new} not written"):
		party_index.refresh([Ref(doc.doctype, new)])
	if doc.doctype == "Customer":
		master_changes.review([master_changes.renamed(new, old, bool(merge))])
