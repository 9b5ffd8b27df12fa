"""Sends malformed calls, and tells what they changed."""

import json
from dataclasses import dataclass, field

import frappe
import requests

from benchmarks.kit import calls
from benchmarks.kit.calls import Call, Targets
from benchmarks.kit.race import customer_with
from cqs_app.erp.credit.exceptions import CreditRefused
from tests.bench.client import Client
from tests.bench.site import ADMIN_PASSWORD
from tests.erp import factories as make

TABLES = (
	"Credit Account",
	"Credit Alert",
	"Credit Check",
	"Credit Commitment",
	"Credit Hold",
	"Credit Limit Change",
	"Credit Policy",
	"Credit Policy Version",
)
MAY_RECORD = {"Credit Account", "Credit Check", "Credit Hold"}
NARROW = "narrow@cqs.example"
TOTALS = [
	"receivable",
	"open_orders",
	"delivered_unbilled",
	"pos_unpaid",
	"reserved",
	"credit_limit",
	"exposure",
]


@dataclass
class Answer:
	call: Call
	status: int
	message: str
	problems: list[str] = field(default_factory=list)

	def __str__(self) -> str:
		return f"{self.status} {self.call} -> {self.message[:160]} {'; '.join(self.problems)}"


class Prober:
	"""Real records to aim at, one session per user, and the tables as they were."""

	def __enter__(self) -> "Prober":
		self.targets = self._make_targets()
		frappe.db.commit()
		self._sessions: dict[str, Client | None] = {}
		self._seen = self._state()
		return self

	def __exit__(self, *_error) -> None:
		frappe.db.rollback()
		frappe.db.delete("User Permission", {"user": NARROW})
		frappe.clear_cache(user=NARROW)
		frappe.db.commit()

	def calls(self, number: int = 0) -> list[Call]:
		every = calls.all_calls(self.targets)
		if not number or number >= len(every):
			return every
		return [every[at * len(every) // number] for at in range(number)]

	def send(self, call: Call) -> Answer:
		response = self._request(call)
		body = _json(response)
		answer = Answer(call, response.status_code, _message(body))
		if not 400 <= response.status_code < 500:
			answer.problems.append(f"status {response.status_code}: {response.text[-1500:]}")
		elif not answer.message:
			answer.problems.append(f"no message: {response.text[:300]}")
		self._compare(answer)
		return answer

	def swallowing(self) -> list[str]:
		"""Endpoints of Frappe that answer 200 whatever happened; returns what they said. Nothing may change."""
		said = []
		aim = {"doctype": "Credit Account", "docname": self.targets.account, "credit_limit": 10**9}
		for user in (calls.SALES, calls.DIRECTOR, calls.ADMINISTRATOR):
			call = Call(user, "POST", "/api/method/frappe.client.bulk_update", {"docs": json.dumps([aim])})
			response = self._request(call)
			answer = Answer(call, response.status_code, "")
			self._compare(answer)
			failed = len((_json(response).get("message") or {}).get("failed_docs") or [])
			wrong = f" PROBLEM {answer.problems}" if answer.problems else ""
			said.append(f"{response.status_code} {call}: {failed} failed{wrong}")
		forged = {"cqs_credit_status": "Released", "cqs_credit_hold": "", "per_billed": 100}
		path = f"/api/resource/Sales Order/{self.targets.held_order}"
		response = self._request(Call(calls.SALES, "PUT", path, forged))
		stored = frappe.db.get_value("Sales Order", self.targets.held_order, list(forged), as_dict=True)
		kept = stored.cqs_credit_status == "On Hold" and stored.cqs_credit_hold == self.targets.hold
		said.append(
			f"{response.status_code} PUT {path} {forged}: {'kept' if kept else 'PROBLEM: ' + str(stored)}"
		)
		return said

	def _request(self, call: Call) -> requests.Response:
		frappe.db.commit()
		client = self._session(call.user)
		session = client.session if client else requests.Session()
		url = (client or self._session(calls.SALES)).url + call.path
		body = {"params": _flat(call.args)} if call.verb == "GET" else {"data": json.dumps(call.args)}
		headers = {"Accept": "application/json", "Content-Type": "application/json", "Connection": "close"}
		response = session.request(call.verb, url, headers=headers, timeout=60, **body)
		frappe.db.commit()
		return response

	def _session(self, user: str) -> Client | None:
		if user not in self._sessions:
			password = ADMIN_PASSWORD if user == calls.ADMINISTRATOR else make.PASSWORD
			self._sessions[user] = None if user == calls.GUEST else Client(user=user, password=password)
		return self._sessions[user]

	def _compare(self, answer: Answer) -> None:
		now = self._state()
		changed = {table for table in now if now[table] != self._seen[table]}
		self._seen = now
		allowed = MAY_RECORD | {"totals of the account"} if answer.call.records else set()
		if unexpected := sorted(changed - allowed):
			answer.problems.append(f"changed {', '.join(unexpected)}")
		if answer.call.records and "Credit Check" not in changed:
			answer.problems.append("the refusal left no Credit Check")
		if answer.call.records and "totals of the account" in changed:
			answer.problems.append("the account's totals moved")

	def _state(self) -> dict[str, object]:
		"""Row counts and checksums of the app's tables, the account's totals, the orders aimed at."""
		names = ", ".join(f"`tab{table}`" for table in TABLES)
		checksums = frappe.db.sql(f"checksum table {names}")
		state: dict[str, object] = {
			table: (frappe.db.count(table), checksum)
			for table, (_name, checksum) in zip(TABLES, checksums, strict=True)
		}
		state["totals of the account"] = frappe.db.get_value("Credit Account", self.targets.account, TOTALS)
		orders = (self.targets.held_order, self.targets.small_order)
		state["orders"] = [
			frappe.db.get_value("Sales Order", name, ["docstatus", "modified"]) for name in orders
		]
		return state

	def _make_targets(self) -> Targets:
		customer, other = customer_with(1000), customer_with(1000)
		make.make_sales_order(customer=customer, amount=100)
		frappe.set_user(calls.SALES)
		small = make.make_sales_order(customer=customer, amount=50, submit=False)
		held = make.make_sales_order(customer=customer, amount=5000, submit=False)
		frappe.db.commit()
		try:
			held.submit()
		except CreditRefused:
			frappe.db.rollback()
		frappe.set_user("Administrator")
		self._make_narrow_user(other)
		party = {"customer": customer, "company": make.COMPANY}
		policy = frappe.db.get_value("Credit Policy", {"enabled": 1}, "name")
		return Targets(
			customer=customer,
			other_customer=other,
			narrow_user=NARROW,
			account=frappe.db.get_value("Credit Account", party),
			check=frappe.db.get_value("Credit Check", party),
			hold=frappe.db.get_value("Credit Hold", party),
			version=frappe.db.get_value("Credit Policy Version", {"policy": policy}),
			policy=policy,
			commitment=frappe.db.get_value("Credit Commitment", party),
			held_order=held.name,
			small_order=small.name,
		)

	def _make_narrow_user(self, customer: str) -> None:
		"""A sales user who may see one other customer, and nobody else."""
		if not frappe.db.exists("User", NARROW):
			user = frappe.new_doc("User")
			user.update({"email": NARROW, "first_name": "Narrow", "send_welcome_email": 0})
			user.new_password = make.PASSWORD
			user.append("roles", {"role": "Sales User"})
			user.insert()
		permission = frappe.new_doc("User Permission")
		permission.update({"user": NARROW, "allow": "Customer", "for_value": customer})
		permission.insert()


def _flat(args: dict) -> dict:
	return {key: value if isinstance(value, str) else json.dumps(value) for key, value in args.items()}


def _json(response: requests.Response) -> dict:
	try:
		return dict(response.json())
	except ValueError:
		return {}


def _message(body: dict) -> str:
	"""What a person would read: server messages, else the exception's own text."""
	if "_server_messages" in body:
		texts = [json.loads(text).get("message", "") for text in json.loads(body["_server_messages"])]
		return " | ".join(texts)
	errors = body.get("errors") or [{}]
	return str(
		body.get("_error_message")
		or body.get("message")
		or errors[0].get("message")
		or errors[0].get("exception", "").strip().rsplit("\n", 1)[-1]
		or body.get("exception")
		or ""
	)
