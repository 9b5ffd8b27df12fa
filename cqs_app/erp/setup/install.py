"""Install and migrate: seed what is missing, never what a user changed."""

import frappe

from cqs_app.engine.credit.default_policy import DEFAULT_POLICY, NAME
from cqs_app.erp.compliance import provider, risk_rows, vies, yente
from cqs_app.erp.credit import dunning, native, reconcile
from cqs_app.erp.qualification import party_index
from cqs_app.erp.setup import documents, permissions, qualification, workflow

INDEXES = {
	"Sales Invoice": (["customer", "company", "docstatus", "outstanding_amount"], "cqs_open_items"),
	"Payment Ledger Entry": (["party", "company", "against_voucher_type", "delinked"], "cqs_open_journals"),
	"Payment Entry": (["party", "company", "docstatus", "payment_type"], "cqs_payments"),
	"Dunning": (["customer", "company", "docstatus"], "cqs_dunned"),
	"Credit Check": (["account", "chain_index"], "cqs_chain"),
	"Credit Hold": (["reference_doctype", "reference_name", "status"], "cqs_reference"),
	"Customer Qualification": (["customer", "company", "stage"], "cqs_qualified"),
	"Bank Account": (["party", "party_type"], "cqs_party"),
	"Party Key": (["key_type", "key_value"], "cqs_key"),
	"Credit Commitment": (["customer", "company", "latest_due_on"], "cqs_horizon"),
	"Qualification Document": (["status"], "cqs_status"),
	"Qualification Reference": (["status"], "cqs_status"),
	"Qualification Identity": (["expires_on"], "cqs_expiry"),
	"Screening Entry": (["screening_list", "upto_version"], "cqs_in_force"),
	"Screening Entry Change": (["screening_list", "version"], "cqs_version"),
}
# Settings that a site is given where it has none.
USUAL = {
	"release_valid_days": 7,
	"invalid_tax_id": "Warn",
	"vies_url": vies.USUAL_URL,
	"screening_provider": provider.LOCAL,
	"screening_dataset": "default",
	"screening_timeout": yente.USUAL_SECONDS,
}


def after_sync() -> None:
	"""After install, when DocTypes and Custom Fields exist: policy, indexes, permissions, ERPNext's own limits."""
	seed_policy()
	documents.seed()
	workflow.seed()
	qualification.seed()
	risk_rows.seed()
	add_indexes()
	permissions.grant()
	native.take_over()
	party_index.fill_if_empty()


def after_migrate() -> None:
	seed_policy()
	documents.seed()
	workflow.seed()
	qualification.seed()
	risk_rows.seed()
	add_indexes()
	reconcile.open_accounts()
	dunning.refresh_all()
	party_index.fill_if_empty()


def seed_policy() -> None:
	"""The balanced policy, where there is no policy at all; and a default in CQS Settings, where there is none."""
	if not frappe.db.count("Credit Policy"):
		content = {key: value for key, value in DEFAULT_POLICY.items() if key != "version"}
		# Empty, not missing: Frappe fills missing links from the user's defaults.
		everywhere = dict.fromkeys(("company", "customer_group", "territory"), "")
		frappe.get_doc({"doctype": "Credit Policy", "enabled": 1, **everywhere, **content}).insert(
			ignore_permissions=True
		)
	if not frappe.db.get_single_value("CQS Settings", "default_policy") and frappe.db.exists(
		"Credit Policy", NAME
	):
		frappe.db.set_single_value("CQS Settings", "default_policy", NAME)
	for field, usual in USUAL.items():
		if not frappe.db.get_single_value("CQS Settings", field):
			frappe.db.set_single_value("CQS Settings", field, usual)


def add_indexes() -> None:
	for doctype, (columns, name) in INDEXES.items():
		frappe.db.add_index(doctype, columns, name)
