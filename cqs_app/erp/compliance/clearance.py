"""Everything that compliance asks of a dossier before it is cleared: screening, owners, identity, numbers, risk."""

from cqs_app.erp.compliance import identity, ownership, risk, screened, tax_ids

SETTLED = (ownership, identity, tax_ids, risk)


def settle(doc) -> None:
	"""Fill what is worked out of the dossier. Raises ValidationError only for what cannot be."""
	for part in SETTLED:
		part.settle(doc)


def missing(doc) -> list[str]:
	"""Sentences that keep compliance from being cleared, for those who read permission level 2."""
	return [sentence for part in (screened, *SETTLED) for sentence in part.missing(doc)]
