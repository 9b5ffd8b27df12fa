"""The words of credit control, as the DocTypes spell them. A test compares them with every Select field."""

from __future__ import annotations

from enum import Enum


class Checkpoint(str, Enum):
	QUOTATION = "Quotation"
	SALES_ORDER = "Sales Order"
	DELIVERY_NOTE = "Delivery Note"
	SALES_INVOICE = "Sales Invoice"
	POS_INVOICE = "POS Invoice"
	JOURNAL_ENTRY = "Journal Entry"
	PAYMENT_ENTRY = "Payment Entry"


class Component(str, Enum):
	"""Parts of the exposure. `reserved` is what released holds may still use."""

	RECEIVABLE = "receivable"
	DELIVERED_UNBILLED = "delivered_unbilled"
	OPEN_ORDERS = "open_orders"
	POS_UNPAID = "pos_unpaid"
	UNCLEARED_PAYMENTS = "uncleared_payments"
	DISPUTED = "disputed"
	RESERVED = "reserved"


class RuleName(str, Enum):
	CREDIT_LIMIT = "Credit Limit"
	OVERDUE_DAYS = "Overdue Days"
	OVERDUE_AMOUNT = "Overdue Amount"
	OVERDUE_PERCENT = "Overdue Percent"
	MAXIMUM_DOCUMENT_VALUE = "Maximum Document Value"
	PAYMENT_TERMS = "Payment Terms"
	QUALIFICATION = "Qualification"
	LIMIT_EXPIRED = "Limit Expired"
	ACCOUNT_STATUS = "Account Status"
	DUNNING_LEVEL = "Dunning Level"
	CONCENTRATION = "Concentration"
	GROUP_LIMIT = "Group Limit"
	LETTER_OF_CREDIT = "Letter of Credit"
	PAYMENT_PLAN = "Payment Plan"
	COMPLIANCE = "Compliance"


class AccountStatus(str, Enum):
	ACTIVE = "Active"
	FORCED_HOLD = "Forced Hold"
	BLOCKED = "Blocked"
	CLOSED = "Closed"


class Action(str, Enum):
	"""What a rule does when it finds something."""

	WARN = "Warn"
	HOLD = "Hold"
	BLOCK = "Block"


class Mode(str, Enum):
	"""Enforce refuses; Observe records the same decision and lets the document pass."""

	ENFORCE = "Enforce"
	OBSERVE = "Observe"


class CreditStatus(str, Enum):
	"""State of a sales document (`cqs_credit_status`)."""

	NOT_CHECKED = "Not Checked"
	PASSED = "Passed"
	WARNED = "Warned"
	ON_HOLD = "On Hold"
	RELEASED = "Released"


class HoldType(str, Enum):
	POLICY = "Policy"
	FORCED = "Forced"


class HoldStatus(str, Enum):
	OPEN = "Open"
	RELEASED = "Released"
	REJECTED = "Rejected"
	CURED = "Cured"
	EXPIRED = "Expired"
	CANCELLED = "Cancelled"


class ChangeType(str, Enum):
	BASE_LIMIT = "Base Limit"
	TEMPORARY_LIMIT = "Temporary Limit"
	PAYMENT_TERMS = "Payment Terms"
	UNLIMITED = "Unlimited"
	REVOKE = "Revoke"


class GuaranteeType(str, Enum):
	LETTER_OF_CREDIT = "Letter of Credit"
	CREDIT_INSURANCE = "Credit Insurance"
	BANK_GUARANTEE = "Bank Guarantee"
	PARENT_GUARANTEE = "Parent Guarantee"
	DEPOSIT = "Deposit"


class GuaranteeStatus(str, Enum):
	"""`In Force` begins when it is submitted; its dates decide when it covers."""

	DRAFT = "Draft"
	IN_FORCE = "In Force"
	EXPIRED = "Expired"
	CANCELLED = "Cancelled"


class PlanStatus(str, Enum):
	"""Active and Broken plans are live; Replaced by a newer one; Cancelled by an approver."""

	DRAFT = "Draft"
	ACTIVE = "Active"
	COMPLETED = "Completed"
	BROKEN = "Broken"
	REPLACED = "Replaced"
	CANCELLED = "Cancelled"


class InstallmentStatus(str, Enum):
	"""Overdue within the grace days, Missed after them."""

	OPEN = "Open"
	PAID = "Paid"
	OVERDUE = "Overdue"
	MISSED = "Missed"


class DueWhen(str, Enum):
	ORDER = "Order"
	DELIVERY = "Delivery"
	AFTER_DELIVERY = "Days After Delivery"


class PromiseStatus(str, Enum):
	OPEN = "Open"
	KEPT = "Kept"
	BROKEN = "Broken"
	WITHDRAWN = "Withdrawn"
