from cqs_app.erp.credit import guarantee_checks as checks
from cqs_app.erp.credit import guarantee_decisions as decisions
from cqs_app.erp.credit.decided import Decided


class CreditGuarantee(Decided):
	"""Somebody else's promise to pay. In force once a second person submits it; one approver alone may cancel it."""

	CONTENT = checks.CONTENT

	def check_values(self):
		checks.check(self)

	def amount_for(self, party):
		return decisions.amount_at_stake(self)

	def put_in_force(self):
		decisions.put_in_force(self)

	def before_cancel(self):
		checks.check_as_stored(self)
		self.lock()
		decisions.withdraw(self)

	def before_update_after_submit(self):
		checks.check_received(self)

	def on_update_after_submit(self):
		decisions.note_documents(self)

	def on_trash(self):
		checks.refuse_deletion(self)
