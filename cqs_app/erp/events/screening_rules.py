"""CQS Settings and Credit Policy: whoever changes by what is screened, the Compliance Officers hear of it."""

from frappe import _

from cqs_app.erp.compliance import notices
from cqs_app.erp.credit import content

FIELDS = {
	"CQS Settings": ("screening_provider", "screening_url", "screening_dataset", "screening_algorithm"),
	"Credit Policy": ("screening_threshold", "screening_upper", "ownership_threshold"),
}


def on_update(doc, method=None):
	before = doc.get_doc_before_save()
	changed = content.differing(doc, before, FIELDS[doc.doctype]) if before else []
	if not changed:
		return
	said = (
		_("{0} from {1} to {2}").format(
			_(doc.meta.get_label(field)), before.get(field) or _("nothing"), doc.get(field) or _("nothing")
		)
		for field in changed
	)
	notices.tell_of_rules(doc, "; ".join(said))
