"""The ledger's Database protocol on Frappe's connection."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import frappe

PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class FrappeDatabase:
	"""Runs `:name` queries in the current transaction."""

	def rows(self, sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
		return frappe.db.sql(_pyformat(sql), dict(params), as_dict=True)


@lru_cache(maxsize=256)
def _pyformat(sql: str) -> str:
	return PARAMETER.sub(r"%(\1)s", sql)


DATABASE = FrappeDatabase()
