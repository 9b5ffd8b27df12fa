"""Work in the background: a long job that is queued anew each time, and many items of which each stands for itself."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe

Item = TypeVar("Item")
HOUR = 3600


def start_long(method: str, title: str, hours: int, **arguments: object) -> None:
	"""Queue a job on `long` once this transaction is committed. Its id is new each time: a queue may still believe in a
	job that died."""
	frappe.enqueue(
		method,
		queue="long",
		timeout=hours * HOUR,
		job_id=f"{title}-{frappe.generate_hash(length=6)}",
		enqueue_after_commit=True,
		**arguments,
	)


def one_by_one(items: Iterable[Item], work: Callable[[Item], object], failed: Callable[[Item], str]) -> None:
	"""Each in a transaction of its own. One that fails is undone, logged under the title `failed` and stops nobody."""
	for item in items:
		frappe.db.commit()
		try:
			work(item)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=failed(item))
		frappe.db.commit()
