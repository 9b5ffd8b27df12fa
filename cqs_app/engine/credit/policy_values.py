"""Reads the values of a policy from plain data; each error names the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cqs_app.engine.money import decimal


class BrokenPolicy(ValueError):
	"""The policy cannot be evaluated; the message names the row and what is wrong with it."""


def rows(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
	found = data.get(key) or []
	if not isinstance(found, Sequence) or not all(isinstance(row, Mapping) for row in found):
		raise BrokenPolicy(f"{key}: expected a list of rows")
	return found


def choice(enum: Any, value: object, where: str) -> Any:
	try:
		return enum(value)
	except ValueError:
		allowed = ", ".join(member.value for member in enum)
		raise BrokenPolicy(f"{where}: {value!r} is none of {allowed}") from None


def number(value: object, where: str) -> Decimal:
	"""May be negative."""
	try:
		return decimal(value)
	except ValueError as error:
		raise BrokenPolicy(f"{where}: {error}") from error


def amount(value: object, where: str) -> Decimal:
	found = number(value, where)
	if found < 0:
		raise BrokenPolicy(f"{where}: {found} is negative")
	return found


def whole(value: object, where: str) -> int:
	found = amount(value, where)
	if found != int(found):
		raise BrokenPolicy(f"{where}: {found} is not a whole number")
	return int(found)
