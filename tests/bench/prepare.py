"""Runs in the bench's Python, in the sites directory: fills the new site with what every test may assume."""

import os
import sys

import frappe

from tests.erp import factories


def main(step: str) -> None:
	frappe.init(site=os.environ["CQS_SITE"], sites_path=os.environ["CQS_SITES"])
	frappe.connect()
	try:
		{"base": factories.make_base, "users": factories.make_users}[step]()
		frappe.db.commit()
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main(sys.argv[1])
