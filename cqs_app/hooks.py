app_name = "cqs_app"
app_title = "CQS"
app_publisher = "CQS for ERPNext"
app_description = "Credit qualification, credit limits and credit holds for ERPNext"
app_email = "cqs@example.com"
app_license = "mit"
required_apps = ["frappe/erpnext"]

after_sync = "cqs_app.erp.setup.install.after_sync"
after_migrate = "cqs_app.erp.setup.install.after_migrate"
before_uninstall = "cqs_app.erp.setup.uninstall.before_uninstall"
after_uninstall = "cqs_app.erp.setup.uninstall.after_uninstall"

fixtures = [
	{
		"dt": "Role",
		"filters": [
			[
				"name",
				"in",
				[
					"Credit Analyst",
					"Credit Manager",
					"Credit Director",
					"Compliance Officer",
					"Credit Auditor",
				],
			]
		],
	},
	{"dt": "Custom Field", "filters": [["module", "=", "CQS App"]]},
	{"dt": "Property Setter", "filters": [["module", "=", "CQS App"]]},
]

_events = "cqs_app.erp.events"
_gated = {
	event: f"{_events}.gated.{event}"
	for event in ("before_validate", "before_submit", "on_submit", "before_cancel", "on_cancel", "on_trash")
}
_screened = f"{_events}.screened"
_closing = {event: f"{_events}.closing.{event}" for event in ("before_change", "on_change")}
_own_rows = {
	event: f"{_events}.own_rows.{event}" for event in ("before_validate", "before_update_after_submit")
}
_on_terms = {
	"before_validate": [f"{_events}.agreed_terms.before_validate", _gated["before_validate"]],
}

doc_events = {
	"Quotation": {**{event: _gated[event] for event in ("before_submit", "on_submit")}, **_on_terms},
	"Sales Order": {
		**_gated,
		"before_validate": [f"{_events}.sales_order.before_validate", *_on_terms["before_validate"]],
		"validate": f"{_events}.sales_order.validate",
		"before_update_after_submit": f"{_events}.sales_order.before_update_after_submit",
		"on_update_after_submit": f"{_events}.sales_order.on_update_after_submit",
		**_closing,
	},
	"Delivery Note": {**_gated, **_closing},
	"Sales Invoice": {**_gated, **_on_terms},
	"Payment Terms Template": {
		event: f"{_events}.payment_terms_template.{event}" for event in ("validate", "before_rename")
	},
	"Dunning": {event: f"{_events}.dunning.changed" for event in ("on_submit", "on_cancel", "on_change")},
	"POS Invoice": {**_gated, "on_update_after_submit": f"{_events}.pos_invoice.on_update_after_submit"},
	"Journal Entry": _gated,
	"Payment Entry": _gated,
	"GL Entry": {"on_submit": f"{_events}.gl_entry.on_submit"},
	"Customer": {
		"validate": [f"{_events}.customer.validate", f"{_events}.party.validate"],
		"on_trash": [f"{room}.on_trash" for room in (f"{_events}.customer", f"{_events}.party", _screened)],
		"on_update": [f"{_events}.party.on_update", f"{_screened}.on_update"],
		"after_rename": [
			f"{room}.after_rename" for room in (f"{_events}.customer", f"{_events}.party", _screened)
		],
	},
	**{
		doctype: {
			"validate": f"{_events}.party.validate",
			**{
				event: [f"{_events}.party.{event}", f"{_screened}.{event}"]
				for event in ("on_update", "after_rename", "on_trash")
			},
		}
		for doctype in ("Lead", "Prospect")
	},
	**{
		doctype: _own_rows
		for doctype in (
			"Credit Application",
			"Credit Group",
			"Credit Report Provider",
			"Document Requirement",
			"Payment Plan",
			"Promise to Pay",
		)
	},
	**{
		doctype: {**_own_rows, "on_update": f"{_events}.screening_rules.on_update"}
		for doctype in ("CQS Settings", "Credit Policy")
	},
	"Credit Guarantee": {
		**_own_rows,
		**{event: f"{_screened}.{event}" for event in ("on_update", "on_submit", "on_cancel")},
		"on_update_after_submit": f"{_screened}.on_update_after_submit",
	},
	**{
		doctype: {
			**{
				event: [f"{_events}.party_details.{event}", f"{_screened}.{event}"]
				for event in ("on_update", "after_delete")
			},
			**(_own_rows if doctype == "Customer Qualification" else {}),
		}
		for doctype in ("Address", "Contact", "Customer Qualification")
	},
	"Bank Account": {
		event: f"{_events}.party_details.{event}"
		for event in ("validate", "on_update", "on_trash", "after_delete")
	},
	"Customer Group": {"validate": f"{_events}.customer_group.validate"},
	"Company": {
		"validate": f"{_events}.company.validate",
		"after_rename": f"{_events}.company.after_rename",
	},
	**{
		doctype: {
			event: f"{_events}.child_rows.{event}"
			for event in ("before_validate", "before_cancel", "on_trash")
		}
		for doctype in (
			*(f"{sale} Item" for sale in ("Sales Order", "Delivery Note", "Sales Invoice", "POS Invoice")),
			"Payment Schedule",
			"Sales Taxes and Charges",
		)
	},
	"Payment Terms Template Detail": {
		event: f"{_events}.child_rows.agreed_terms" for event in ("before_validate", "on_trash")
	},
	"File": {event: f"{_events}.file.{event}" for event in ("before_validate", "on_trash")},
	"Customer Credit Limit": {"before_validate": f"{_events}.child_rows.native_limit"},
	"Accounts Settings": {"validate": f"{_events}.accounts_settings.validate"},
	"Credit Alert": {"after_insert": f"{_events}.credit_alert.after_insert"},
	"Repost Accounting Ledger": {"on_submit": f"{_events}.repost_accounting_ledger.on_submit"},
}

has_permission = {"File": "cqs_app.erp.qualification.evidence.has_permission"}

permission_query_conditions = {
	doctype: "cqs_app.erp.qualification.own_applications.rows_of_own"
	for doctype in ("Credit Application Owner", "Credit Application Reference")
}

auto_cancel_exempted_doctypes = ["Credit Guarantee", "Payment Plan"]

override_whitelisted_methods = {
	**{
		f"frappe.model.workflow.{method}": f"cqs_app.api.{method}"
		for method in ("apply_workflow", "bulk_workflow_approval")
	},
	"frappe.client.get_count": "cqs_app.api.get_count",
	"frappe.desk.notifications.get_open_count": "cqs_app.api.get_open_count",
}

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"cqs_app.erp.credit.cure.every_few_minutes",
			"cqs_app.erp.credit.batch_run.resume_dead",
			"cqs_app.erp.compliance.list_imports.resume_dead",
			"cqs_app.erp.compliance.watch.every_few_minutes",
			"cqs_app.erp.compliance.runs.resume_dead",
		]
	},
	"hourly_long": [
		"cqs_app.erp.credit.day_change.every_hour",
		"cqs_app.erp.credit.expiry.every_hour",
		"cqs_app.erp.credit.arrangements.every_hour",
	],
	"daily_long": [
		"cqs_app.erp.credit.reconcile.reconcile_all",
		"cqs_app.erp.credit.automatic.run",
		"cqs_app.erp.qualification.document_jobs.every_day",
		"cqs_app.erp.compliance.identity_jobs.every_day",
		"cqs_app.erp.compliance.risk_jobs.every_day",
		"cqs_app.erp.qualification.renewal.every_day",
		"cqs_app.erp.compliance.list_refresh.every_day",
		"cqs_app.erp.compliance.runs.every_night",
	],
	"weekly_long": ["cqs_app.erp.qualification.party_index.every_week"],
}

_js = "public/js"
_words = f"{_js}/credit/words.js"
_panel = [
	_words,
	*(f"{_js}/credit/{name}.js" for name in ("terms", "plan_words", "view", "dialogs", "panel")),
]
_duplicates = f"{_js}/qualification/master_data.js"
_numbers = f"{_js}/compliance/numbers.js"
_screening = [
	f"{_js}/credit/findings.js",
	*(f"{_js}/compliance/{name}.js" for name in ("words", "evidence")),
]
_screening_panel = [*_screening, f"{_js}/compliance/panel.js"]
_screening_lists = [_words, *(f"{_js}/compliance/{name}.js" for name in ("words", "lists"))]
_screened_types = ("Screening Check", "Screening Match", "Screening Run", "Screening Subject")
_lists = [_words, f"{_js}/compliance/list_words.js"]
_plans = [_words, f"{_js}/credit/plan_words.js"]

doctype_js = {
	**{
		doctype: [*_panel, f"{_js}/credit_panel.js"]
		for doctype in ("Quotation", "Sales Order", "Delivery Note")
	},
	"Sales Invoice": [*_panel, f"{_js}/credit_panel.js", f"{_js}/credit/arrange.js"],
	"Payment Plan": [*_plans, f"{_js}/credit/approval.js"],
	"Promise to Pay": _plans,
	"Customer": [
		*_panel,
		f"{_js}/credit_customer.js",
		f"{_js}/credit/arrange.js",
		f"{_js}/qualification/start.js",
		_duplicates,
		_numbers,
		*_screening_panel,
	],
	"Credit Account": [*_panel, f"{_js}/credit/findings.js", f"{_js}/credit_customer.js"],
	"Credit Hold": [_words, f"{_js}/credit/dialogs.js", f"{_js}/credit/findings.js"],
	"Credit Check": [_words, f"{_js}/credit/findings.js"],
	"Credit Policy": _words,
	"Customer Qualification": [
		_words,
		*(
			f"{_js}/qualification/{name}.js"
			for name in ("stages", "dossier", "documents", "statements", "score", "credit_report")
		),
		_duplicates,
		f"{_js}/compliance/ownership_tree.js",
		_numbers,
		*_screening_panel,
	],
	"Lead": [_words, f"{_js}/qualification/start.js", _duplicates, _numbers],
	"Prospect": [_words, f"{_js}/qualification/start.js", _duplicates],
	"Screening Entry": _words,
	"Screening List": [*_lists, f"{_js}/compliance/list_state.js", f"{_js}/compliance/import_dialog.js"],
	"Screening List Import": [*_lists, f"{_js}/compliance/list_state.js"],
	**{doctype: [_words, *_screening] for doctype in _screened_types},
	"Credit Limit Change": [_words, f"{_js}/credit/approval.js", f"{_js}/credit/terms.js"],
	**{doctype: [_words, f"{_js}/credit/approval.js"] for doctype in ("Credit Group", "Credit Limit Batch")},
	"Credit Guarantee": [_words, *(f"{_js}/credit/{name}.js" for name in ("approval", "validity"))],
}
doctype_list_js = {
	**{doctype: f"{_js}/compliance/risk_list.js" for doctype in ("Country Risk", "Industry Risk")},
	**{doctype: _words for doctype in ("Credit Account", "Credit Check", "Credit Group", "Credit Hold")},
	"Credit Guarantee": [_words, f"{_js}/credit/validity.js"],
	**{doctype: _screening_lists for doctype in _screened_types},
	"Payment Plan": _plans,
	"Promise to Pay": _plans,
	"Customer Qualification": [f"{_js}/qualification/{name}.js" for name in ("stages", "list")],
	**{
		doctype: [*_lists, f"{_js}/compliance/lists.js"]
		for doctype in (
			"Screening Entry",
			"Screening Entry Change",
			"Screening List",
			"Screening List Import",
		)
	},
}

extend_bootinfo = "cqs_app.erp.compliance.vies.tell_desk"

auth_hooks = ["cqs_app.erp.qualification.disclosure.search"]
after_request = ["cqs_app.erp.qualification.pages.guard", "cqs_app.erp.qualification.disclosure.answer"]

override_doctype_dashboards = {
	"Customer": "cqs_app.erp.credit.dashboards.customer",
	"Lead": "cqs_app.erp.credit.dashboards.lead",
	"Prospect": "cqs_app.erp.credit.dashboards.prospect",
}

ignore_links_on_delete = [
	"Credit Account",
	"Credit Alert",
	"Credit Check",
	"Credit Commitment",
	"Credit Hold",
	"Credit Report",
	"Screening Check",
	"Screening Evidence Log",
	"Screening Match",
	"Screening Subject",
	"VAT Check",
]
