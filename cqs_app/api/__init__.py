"""Every whitelisted method by its public name (`cqs_app.api.NAME`): typed, permission checked, thin. One file a room."""

from cqs_app.api.compliance import check_identifier, check_vat_number
from cqs_app.api.counts import get_count, get_open_count
from cqs_app.api.credit import (
	apply_workflow,
	approval_rights,
	batch_progress,
	bulk_workflow_approval,
	cancel_guarantee,
	confirm_policy,
	credit_position,
	decide_holds,
	documents_behind,
	end_payment_plan,
	evaluate_holds,
	force_hold,
	group_position,
	hold_rights,
	lift_forced_hold,
	open_invoices,
	policy_confirmation,
	preview,
	preview_batch,
	propose_installments,
	propose_limit,
	reject_hold,
	release_hold,
	request_release,
	resume_batch,
	withdraw_promise,
)
from cqs_app.api.documents import (
	answer_reference,
	attach_document,
	request_documents,
	request_references,
	revoke_link,
	upload_document,
	verify_document,
)
from cqs_app.api.financials import import_statements, statement_template
from cqs_app.api.master_data import customer_overview, fetch_credit_report, find_duplicates
from cqs_app.api.qualification import act_on_qualification, qualification_rights, renew_qualification
from cqs_app.api.scoring import (
	class_override_rights,
	confirm_class_override,
	reject_class_override,
	request_class_override,
)
from cqs_app.api.screening import (
	decide_match,
	resume_screening,
	screen,
	screen_party,
	screening_of,
	screening_progress,
	start_screening,
)
from cqs_app.api.screening_evidence import look_at_match, screening_evidence
from cqs_app.api.screening_lists import (
	confirm_screening_import,
	dismiss_screening_import,
	import_screening_list,
	refresh_screening_list,
	screening_import,
)
