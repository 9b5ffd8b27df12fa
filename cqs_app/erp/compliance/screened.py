"""What the screening of a dossier's party keeps from being cleared, in plain sentences."""

from frappe import _

from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.erp.compliance import screening, standing, switch
from cqs_app.erp.compliance.party_records import CUSTOMER, Ref


def missing(doc) -> list[str]:
	if not switch.is_in_use():
		if (doc.compliance_note or "").strip():
			return []
		return [
			_(
				"a compliance note that says how the party was screened: this site has no sanctions list in force"
			)
		]
	refs = [Ref(doc.party_type, doc.party)]
	if doc.customer and refs[0] != (CUSTOMER, doc.customer):
		refs.append(Ref(CUSTOMER, doc.customer))
	return list(dict.fromkeys(sentence for ref in refs for sentence in _of_party(ref)))


def _of_party(ref: Ref) -> list[str]:
	found = []
	if names := [row.subject_name for row in screening.outdated(ref)]:
		shown = ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")
		found.append(_("a screening with today's data and lists of {0}: Screen Now").format(shown))
	status = standing.of(ref)
	if status is ComplianceStatus.HIT:
		found.append(_("a decision on each open Screening Match of {0}").format(ref.party))
	if status is ComplianceStatus.CONFIRMED:
		found.append(
			_("{0} is confirmed to be on a sanctions list, or somebody behind it: reject it").format(
				ref.party
			)
		)
	return found
