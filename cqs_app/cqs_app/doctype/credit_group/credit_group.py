import frappe
from frappe import _

from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import clock, group_versions, groups
from cqs_app.erp.credit.approval import UNLIMITED
from cqs_app.erp.credit.decided import Decided
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.credit.rates import rate_of_day
from cqs_app.ledger.links import Party


class CreditGroup(Decided):
	"""One version of a group: approved by a second person, it takes the place of the version before it."""

	CONTENT = ("group_name", "currency", "credit_limit", "valid_upto", "is_dissolved", "members", "reason")

	def before_insert(self):
		self.status = "Draft"

	def before_cancel(self):
		frappe.throw(
			_("A group is not cancelled. Make a new version of it, or one that dissolves it."), NotEditable
		)

	def before_rename(self, *args, **kwargs):
		frappe.throw(_("A credit group keeps its number."), NotEditable)

	def check_values(self):
		self.group_name = (self.group_name or "").strip()
		if self.get("_action") != "submit":
			self.status = "Draft"
			self.replaces = group_versions.in_force(self.group_name, apart_from=self.name)
		self.check_amount("credit_limit")
		self.check_days("valid_upto")
		self.check_reason()
		if self.is_dissolved:
			self.check_dissolves()
		else:
			self.check_members()

	def check_dissolves(self):
		if not self.replaces:
			frappe.throw(_("No group of this name is in force, so there is nothing to dissolve."))
		self.members = []

	def check_members(self):
		listed = [Party(row.customer, row.company) for row in self.members]
		if len(set(listed)) < 2:
			frappe.throw(_("A group shares one limit: name two members or more."))
		if len(listed) != len(set(listed)):
			frappe.throw(_("Each customer can be listed once for each company."))
		for party in listed:
			self.rate_to(party)
			if self.get("_action") != "submit":
				group_versions.require_free(party, self.replaces)
		companies = {party.company for party in listed}
		if self.valid_upto and frappe.utils.getdate(self.valid_upto) < min(map(clock.today, companies)):
			frappe.throw(_("The last day has passed already."))

	def parties(self):
		listed = [Party(row.customer, row.company) for row in self.members]
		return list(dict.fromkeys([*listed, *group_versions.parties_of(self.replaces)]))

	def lock(self):
		groups.lock(self.parties())

	def amount_for(self, party):
		"""The group's limit in the member's company currency; for who leaves the group, the own limit if it is more."""
		if not self.frees(party):
			return decimal(self.credit_limit) * self.rate_to(party)
		return max(self.limit_before(party), group_versions.own_limit(party))

	def increase_for(self, party):
		"""By how much the group's limit is raised; who leaves it is freed of a cap altogether."""
		if self.frees(party):
			return UNLIMITED
		raised = self.amount_for(party) - self.limit_before(party) if self.replaces else ZERO
		return max(raised, ZERO)

	def frees(self, party):
		"""Whether a member of the version in force has no place in this one."""
		return party not in [Party(row.customer, row.company) for row in self.members]

	def limit_before(self, party):
		"""Of the version in force, in the member's company currency: this version may name another one."""
		limit, currency = frappe.db.get_value("Credit Group", self.replaces, ["credit_limit", "currency"])
		return decimal(limit) * self.rate_to(party, currency)

	def rate_to(self, party, currency=None):
		"""What one unit of the group's currency, or of another one, is worth in the member's company."""
		source = currency or self.currency
		target = frappe.get_cached_value("Company", party.company, "default_currency")
		rate = rate_of_day(source, target, clock.today(party.company))
		if not rate:
			frappe.throw(
				_("There is no Currency Exchange record between {0} and {1}.").format(source, target)
			)
		return rate.value

	def put_in_force(self):
		group_versions.put_in_force(self)
