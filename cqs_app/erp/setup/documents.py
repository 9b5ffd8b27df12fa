"""Documents that are asked for, and the web form of the application: seeded where there are none, then the user's."""

import frappe

from cqs_app.erp.qualification.application_form import DOCTYPE as APPLICATION
from cqs_app.erp.qualification.application_form import TERMS_FIELD, WEB_FORM

ANALYST, COMPLIANCE = "Credit Analyst", "Compliance Officer"
LIMIT, ENTITY, YEARS, SHARE = "Requested Limit", "Entity Type", "Years in Business", "Largest Owner Share"
COMPANIES = "Corporation, Limited Liability Company, Partnership"

# Name, category, mandatory, who verifies it, months it is valid, instructions, conditions (group, fact, operator, value).
REQUIREMENTS = (
	(
		"Company Registration",
		"Legal",
		1,
		ANALYST,
		0,
		"An extract of the commercial register, not older than three months.",
		(),
	),
	(
		"Tax Certificate",
		"Legal",
		0,
		ANALYST,
		12,
		"A certificate of your tax office or your tax number notice.",
		(),
	),
	(
		"Articles of Association",
		"Legal",
		0,
		ANALYST,
		0,
		"The articles in force, with the persons who may sign.",
		((1, LIMIT, ">=", "25000"), (1, ENTITY, "in", COMPANIES)),
	),
	(
		"Annual Statements",
		"Financial",
		0,
		ANALYST,
		18,
		"Balance sheet and income statement of the last two years.",
		((1, LIMIT, "<", "50000"),),
	),
	(
		"Audited Statements",
		"Financial",
		0,
		ANALYST,
		18,
		"Audited statements of the last three years, with the auditor's report.",
		((1, LIMIT, ">=", "50000"),),
	),
	(
		"Bank Letter",
		"Financial",
		0,
		ANALYST,
		12,
		"A letter of your bank about the relationship.",
		((1, LIMIT, ">=", "25000"),),
	),
	(
		"Identity of Owners",
		"Identity",
		0,
		COMPLIANCE,
		60,
		"A passport or identity card of everybody who owns 25 percent or more.",
		((1, SHARE, ">=", "25"), (1, ENTITY, "not in", "Public Body, Nonprofit")),
	),
	(
		"Declaration of Beneficial Owners",
		"Compliance",
		0,
		COMPLIANCE,
		24,
		"Who owns or controls the company in the end, signed by the management.",
		((1, ENTITY, "in", COMPANIES),),
	),
	(
		"Personal Guarantee",
		"Contract",
		0,
		ANALYST,
		0,
		"Signed by the owners. We send you our form.",
		(
			(1, YEARS, "<", "3"),
			(1, LIMIT, ">=", "10000"),
			(2, ENTITY, "=", "Sole Proprietor"),
			(2, LIMIT, ">=", "10000"),
		),
	),
	(
		"Credit Insurance Confirmation",
		"Other",
		0,
		ANALYST,
		12,
		"If your liabilities are insured, the confirmation of the insurer.",
		((1, LIMIT, ">=", "250000"),),
	),
	(
		"Signed Credit Terms",
		"Contract",
		0,
		ANALYST,
		0,
		"Our credit terms, signed by somebody who may sign for the company.",
		((1, LIMIT, ">=", "50000"),),
	),
)
TERMS = """<p>By sending this application you confirm that what it says is complete and true, and that you may sign
for the company. You agree that we ask the references, banks and credit agencies that you name, keep what we learn for
as long as the business relationship and the law require it, and decide on credit at our discretion. Invoices are due
as agreed; goods stay ours until they are paid.</p>"""
INTRODUCTION = """<p>Apply for credit with us. You can save what you have and come back later; it is sent once
everything needed is filled in and you accept the terms on the last page.</p>"""
STEPS = (
	("Company", ("company_name", "entity_type", "registration_number", "tax_id", "founded_on", "industry")),
	("Address and Contact", ("address_line1", "address_line2", "city", "state", "pincode", "country")),
	("", ("contact_name", "contact_email", "contact_phone")),
	("Request", ("requested_limit", "requested_terms", "purpose")),
	("Owners and References", ("owners", "trade_references", "bank_name", "bank_contact", "bank_email")),
)


def seed() -> None:
	if not frappe.db.count("Document Requirement"):
		for requirement in REQUIREMENTS:
			_requirement(*requirement)
	if not frappe.db.exists("Web Form", {"doc_type": APPLICATION}):
		_web_form()


def remove() -> None:
	for name in frappe.get_all("Web Form", filters={"doc_type": APPLICATION}, pluck="name"):
		frappe.delete_doc("Web Form", name, ignore_permissions=True, force=True)


def _requirement(name, category, mandatory, role, months, instructions, conditions) -> None:
	rows = [
		dict(zip(("condition_group", "field", "operator", "value"), one, strict=True)) for one in conditions
	]
	frappe.get_doc(
		{
			"doctype": "Document Requirement",
			"document_name": name,
			"enabled": 1,
			"category": category,
			"mandatory": mandatory,
			"decided_by_role": role,
			"valid_months": months,
			"remind_days_before": 30 if months else 0,
			"instructions": instructions,
			"conditions": rows,
		}
	).insert(ignore_permissions=True)


def _web_form() -> None:
	frappe.get_doc(
		{
			"doctype": "Web Form",
			"title": "Credit Application",
			"route": WEB_FORM,
			"doc_type": APPLICATION,
			"module": "CQS App",
			"is_standard": 0,
			"published": 1,
			"login_required": 1,
			"allow_edit": 1,
			"allow_multiple": 1,
			"allow_incomplete": 1,
			"show_list": 1,
			"list_title": "Your Credit Applications",
			"list_columns": [
				_column(name) for name in ("company_name", "status", "requested_limit", "terms_accepted_on")
			],
			"introduction_text": INTRODUCTION,
			"button_label": "Save",
			"success_title": "Saved",
			"success_message": "It counts as sent once its status is Submitted; until then you can go on with it.",
			"web_form_fields": _form_fields(),
		}
	).insert(ignore_permissions=True)


def _form_fields() -> list[dict]:
	rows: list[dict] = []
	for title, names in STEPS:
		if rows and title:
			rows.append({"fieldtype": "Page Break"})
		rows.append({"fieldtype": "Section Break", "label": title})
		rows += [_field(name) for name in names]
	rows += [
		{"fieldtype": "Page Break"},
		{"fieldtype": "Section Break", "label": "Terms"},
		{"fieldtype": "HTML", "fieldname": TERMS_FIELD, "label": "Terms", "options": TERMS},
		_field("terms_accepted", label="I accept these terms"),
		_field("terms_accepted_by"),
		_field("status", read_only=1),
		_field("missing", read_only=1, label="Still missing"),
	]
	return rows


def _field(name: str, **more) -> dict:
	field = frappe.get_meta(APPLICATION).get_field(name)
	return {
		"fieldname": name,
		"fieldtype": field.fieldtype,
		"label": field.label,
		"options": field.options,
		"reqd": int(name == "company_name"),
		# Countries and industries are no secret; Frappe shows only own records otherwise.
		"allow_read_on_all_link_options": int(field.fieldtype == "Link"),
		**more,
	}


def _column(name: str) -> dict:
	field = frappe.get_meta(APPLICATION).get_field(name)
	return {"fieldname": name, "fieldtype": field.fieldtype, "label": field.label}
