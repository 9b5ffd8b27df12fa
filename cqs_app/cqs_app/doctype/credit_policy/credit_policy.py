import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.engine.credit.policy import BrokenPolicy, policy_from_dict, policy_to_dict
from cqs_app.engine.credit.sample import prove
from cqs_app.engine.credit.snapshot import GENESIS, canonical, chained_hash
from cqs_app.erp.credit import policy as policies
from cqs_app.erp.credit.approval import CREDIT_ROLES


class CreditPolicy(Document):
	"""A change of the rules makes a new version; the versions before it stay as they were."""

	def validate(self):
		self.check_roles()
		content = self.proven_content()
		published = frappe.db.get_value(
			"Credit Policy Version", {"policy": self.name, "version": self.version}, "content_hash"
		)
		if content != published:
			self.version = self.next_version()

	def on_update(self):
		policy = self.as_engine_policy()
		if not frappe.db.exists("Credit Policy Version", {"policy": self.name, "version": self.version}):
			version = frappe.get_doc(
				{
					"doctype": "Credit Policy Version",
					"policy": self.name,
					"version": self.version,
					"content": canonical(policy_to_dict(policy)),
					"content_hash": self.proven_content(),
				}
			)
			version.flags.by_cqs = True
			version.insert(ignore_permissions=True)
		policies.clear()

	def on_trash(self):
		if frappe.db.exists("Credit Check", {"policy": self.name}):
			frappe.throw(_("Decisions rest on this policy. Disable it instead."))
		for name in frappe.get_all("Credit Policy Version", filters={"policy": self.name}, pluck="name"):
			frappe.db.delete("Credit Policy Version", {"name": name})
		policies.clear()

	def check_roles(self):
		"""Releases are made by the credit roles; a level of another role would be a power nobody can use safely."""
		for level in self.approval_levels:
			if level.role and level.role not in CREDIT_ROLES:
				frappe.throw(
					_("Approval level {0}: {1} is no credit role. Choose one of: {2}.").format(
						level.idx, frappe.bold(_(level.role)), ", ".join(_(role) for role in CREDIT_ROLES)
					)
				)

	def as_engine_policy(self):
		try:
			return policy_from_dict({**self.as_dict(), "version": self.version or 1}, policies.known_rules())
		except BrokenPolicy as error:
			frappe.throw(_("This policy cannot be stored: {0}").format(error), title=_("Broken Policy"))

	def proven_content(self) -> str:
		"""Hash of what the policy says, its version number left out, after a trial on sample documents."""
		policy = self.as_engine_policy()
		try:
			prove(policy)
		except BrokenPolicy as error:
			frappe.throw(_("This policy cannot be stored: {0}").format(error), title=_("Broken Policy"))
		content = {key: value for key, value in policy_to_dict(policy).items() if key != "version"}
		return chained_hash(content, GENESIS)

	def next_version(self) -> int:
		latest = frappe.get_all(
			"Credit Policy Version",
			filters={"policy": self.name},
			pluck="version",
			order_by="version desc",
			limit=1,
		)
		return (latest[0] if latest else 0) + 1
