"""Parallel submits through HTTP, and what must be true after each round of them."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import frappe

from benchmarks.kit.recompute import differences, number
from benchmarks.kit.recompute import exposure as recomputed
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit
from cqs_app.ledger.links import Party
from tests.bench.client import Client, HttpError
from tests.erp import factories as make

PARALLEL = 20
LIMIT = 1000
PASSED, HELD, TRY_AGAIN, BROKEN = "passed", "held", "try again", "broken"
SUBMITTERS = {
	"Sales Order": ("sales@cqs.example", "sales2@cqs.example", "sales.manager@cqs.example"),
	"Delivery Note": ("stock@cqs.example",),
	"Sales Invoice": ("billing@cqs.example",),
	"Journal Entry": ("billing@cqs.example",),
}


@dataclass
class Round:
	"""Drafts to submit at once, and how many of them fit."""

	kind: str
	drafts: list
	customers: list[str]
	fit: int
	outcomes: dict[str, str] = field(default_factory=dict)
	retries: int = 0
	problems: list[str] = field(default_factory=list)
	group: str = ""
	companies: list[str] = field(default_factory=list)
	exposure: Decimal = Decimal(0)

	def count(self) -> Counter:
		return Counter(self.outcomes.values())


class Sessions:
	"""Logged-in clients, one per thread and role, made once and reused by every round."""

	def __init__(self) -> None:
		self._free: dict[str, list[Client]] = {}

	def take(self, doctype: str, at: int) -> Client:
		"""The session of the `at`-th submitter of this DocType."""
		clients = self._free.setdefault(doctype, [])
		while len(clients) <= at:
			users = SUBMITTERS[doctype]
			client = Client(user=users[len(clients) % len(users)], password=make.PASSWORD)
			# An idle connection may be closed by the server in the very moment in which it is used again.
			client.session.headers["Connection"] = "close"
			client.session.close()
			clients.append(client)
		return clients[at]


def customer_with(limit: int, company: str = make.COMPANY) -> str:
	customer = make.make_customer().name
	party = Party(customer, company)
	accounts.lock(party)
	accounts.set_values(party, {"is_assessed": 1, "credit_limit": limit})
	return customer


def draft(doctype: str, customer: str, amount: float):
	factory = {
		"Sales Order": make.make_sales_order,
		"Delivery Note": make.make_delivery_note,
		"Sales Invoice": make.make_sales_invoice,
	}[doctype]
	return factory(customer=customer, amount=amount, submit=False)


def orders(share: float, fit: int, parallel: int = PARALLEL) -> Round:
	"""Orders of one customer, each worth `share` of his limit."""
	customer = customer_with(LIMIT)
	drafts = [draft("Sales Order", customer, LIMIT * share) for _ in range(parallel)]
	return Round(f"orders of {share:.0%}", drafts, [customer], fit)


def mixed(share: float, fit: int, parallel: int = PARALLEL) -> Round:
	"""Orders, deliveries and invoices of one customer."""
	customer = customer_with(LIMIT)
	kinds = ("Sales Order", "Delivery Note", "Sales Invoice")
	drafts = [draft(kinds[at % 3], customer, LIMIT * share) for at in range(parallel)]
	return Round(f"orders, deliveries, invoices of {share:.0%}", drafts, [customer], fit)


def journals(share: float, fit: int, parallel: int = PARALLEL) -> Round:
	"""Journals that debit two customers, every second one in the opposite order."""
	customers = [customer_with(LIMIT), customer_with(LIMIT)]
	amount = LIMIT * share
	drafts = []
	for at in range(parallel):
		names = customers if at % 2 else customers[::-1]
		debtors, sales = make.account(name="Debtors"), make.account(name="Sales")
		rows = [{"account": debtors, "debit": amount, "customer": name} for name in names]
		rows.append({"account": sales, "credit": 2 * amount, "cost_center": make.account(name="Main")})
		drafts.append(make.make_journal(rows=rows, submit=False))
	return Round(f"journals over two customers of {share:.0%}", drafts, customers, fit)


def group(share: float, fit: int, parallel: int = PARALLEL) -> Round:
	"""Orders of three customers in two companies and two currencies, each worth `share` of the limit in USD that they
	share. Their own limits would let all of them pass."""
	companies = (make.COMPANY, make.SECOND_COMPANY, make.COMPANY)
	customers = [customer_with(LIMIT * parallel, company) for company in companies]
	name = put_in_group(list(zip(customers, companies, strict=True)))
	drafts = []
	for at in range(parallel):
		customer, company = customers[at % 3], companies[at % 3]
		worth = LIMIT * share / (make.EUR_IN_USD if company == make.SECOND_COMPANY else 1)
		drafts.append(
			make.make_sales_order(customer=customer, company=company, amount=round(worth, 2), submit=False)
		)
	kind = f"orders of a group of three of {share:.0%}"
	return Round(kind, drafts, customers, fit, group=name, companies=list(companies))


def put_in_group(members: list[tuple[str, str]]) -> str:
	"""A credit group with a limit of LIMIT USD, asked for by one and approved by another."""
	frappe.set_user("analyst@cqs.example")
	document = frappe.get_doc(
		doctype="Credit Group",
		group_name=make.unique("Race Group"),
		currency="USD",
		credit_limit=LIMIT,
		members=[{"customer": customer, "company": company} for customer, company in members],
		reason="Race",
	).insert()
	frappe.set_user("manager@cqs.example")
	document.submit()
	frappe.set_user("Administrator")
	return document.name


def submit_all(this: Round, sessions: Sessions, only: Sequence | None = None) -> None:
	"""Submit the drafts at the same moment, one thread and one session each."""
	chosen = list(this.drafts if only is None else only)
	seen: Counter = Counter()
	work = []
	for document in chosen:
		work.append((document, sessions.take(document.doctype, seen[document.doctype])))
		seen[document.doctype] += 1
	gate = threading.Barrier(len(work))
	threads = [
		threading.Thread(target=_submit, args=(this, document, client, gate)) for document, client in work
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.commit()


def _submit(this: Round, document, client: Client, gate: threading.Barrier) -> None:
	gate.wait()
	try:
		client.put(f"/api/resource/{document.doctype}/{document.name}", docstatus=1)
		this.outcomes[document.name] = PASSED
	except HttpError as error:
		this.outcomes[document.name] = _outcome_of(error)
		if this.outcomes[document.name] == BROKEN:
			this.problems.append(
				f"{document.doctype} {document.name}: {error}"[:600] + error.body.get("exc", "")
			)
		elif "Traceback" in error.body.get("exc", ""):
			this.problems.append(f"{document.doctype} {document.name}: {error.exc_type} with a traceback")
	except Exception as error:
		this.outcomes[document.name] = BROKEN
		this.problems.append(f"{document.doctype} {document.name}: {type(error).__name__}: {error}")


def _outcome_of(error: HttpError) -> str:
	if error.exc_type == "CreditRefused":
		return HELD
	if error.status == 409 and error.exc_type == "TryAgain":
		return TRY_AGAIN
	return BROKEN


def retry(this: Round, sessions: Sessions) -> None:
	"""Whoever was told to try again does so once, one after the other."""
	for document in this.drafts:
		if this.outcomes[document.name] == TRY_AGAIN:
			this.retries += 1
			submit_all(this, sessions, only=[document])


def verify(this: Round) -> None:
	"""Add to `this.problems` whatever is not as it must be."""
	count = this.count()
	if count[PASSED] != this.fit:
		this.problems.append(f"{count[PASSED]} passed, {this.fit} fit")
	submitted = [draft for draft in this.drafts if _stored(draft).docstatus == 1]
	if len(submitted) != count[PASSED]:
		this.problems.append(f"{count[PASSED]} were told that they passed, {len(submitted)} are submitted")
	for at, customer in enumerate(this.customers):
		company = this.companies[at] if this.companies else make.COMPANY
		this.problems += _account_problems(customer, company, LIMIT if not this.group else LIMIT * PARALLEL)
	if this.group:
		this.problems += _group_problems(this)
	for document in this.drafts:
		this.problems += _document_problems(document, this.outcomes[document.name])
	this.problems += [str(found) for customer in this.customers for found in audit.verify(customer)[2]]


def _stored(document):
	fields = ["docstatus", "cqs_credit_status", "cqs_credit_hold"]
	if not document.meta.has_field("cqs_credit_status"):
		fields = ["docstatus"]
	return frappe.db.get_value(document.doctype, document.name, fields, as_dict=True)


def _group_problems(this: Round) -> list[str]:
	"""The group's exposure, summed from the recomputed accounts at the rate that the test site knows."""
	total = Decimal(0)
	for customer, company in zip(this.customers, this.companies, strict=True):
		worth = sum(recomputed(customer, company).values(), Decimal(0))
		total += worth * Decimal(str(make.EUR_IN_USD if company == make.SECOND_COMPANY else 1))
	this.exposure = total
	return [f"the group's exposure {total} is beyond {LIMIT}"] if total > LIMIT else []


def _account_problems(customer: str, company: str, limit: int) -> list[str]:
	problems = []
	for component, (found, due) in differences(customer, company).items():
		problems.append(f"{customer}: {component} is {found}, recomputed {due}")
	account = frappe.db.get_value(
		"Credit Account", {"customer": customer}, ["exposure", "name"], as_dict=True
	)
	if number(account.exposure) > Decimal(limit):
		problems.append(f"{customer}: exposure {account.exposure} is beyond {limit}")
	return problems


def _document_problems(document, outcome: str) -> list[str]:
	stored = _stored(document)
	problems = []
	filters = {"reference_doctype": document.doctype, "reference_name": document.name}
	holds = frappe.get_all("Credit Hold", filters=filters, fields=["name", "status"], order_by="name")
	checks = frappe.db.count("Credit Check", filters)
	if outcome == HELD:
		if [hold.status for hold in holds] != ["Open"]:
			problems.append(f"refused, but its holds are {holds}")
		elif stored.get("cqs_credit_status", "On Hold") != "On Hold":
			problems.append(f"refused, but its credit status is {stored.cqs_credit_status}")
		elif stored.get("cqs_credit_hold", holds[0].name) != holds[0].name:
			problems.append(f"refused, but it names the hold {stored.cqs_credit_hold}")
		if not checks:
			problems.append("refused, but there is no Credit Check")
	elif outcome == TRY_AGAIN and (holds or checks or stored.docstatus):
		problems.append(f"told to try again, but left {len(holds)} holds and {checks} checks")
	elif outcome == PASSED and (not checks or stored.docstatus != 1):
		problems.append(f"passed, but has {checks} checks and docstatus {stored.docstatus}")
	return [f"{document.doctype} {document.name}: {problem}" for problem in problems]
