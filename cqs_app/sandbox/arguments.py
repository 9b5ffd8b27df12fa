"""Types of the command line's arguments; argparse prints what they say is wrong."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal

from cqs_app.sandbox.values import day_from


def mapping(text: str) -> tuple[str, str]:
	column, mark, name = text.rpartition("=")
	if not mark or not column or not name:
		raise argparse.ArgumentTypeError(f"{text!r} is not COLUMN=FIELD")
	return column, name


def number(text: str) -> Decimal:
	try:
		number = Decimal(text)
	except ArithmeticError:
		raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
	if not number.is_finite():
		raise argparse.ArgumentTypeError(f"{text!r} is not a number")
	return number


def share(text: str) -> Decimal:
	if not 0 < number(text) < 1:
		raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
	return number(text)


def positive(text: str) -> Decimal:
	if number(text) <= 0:
		raise argparse.ArgumentTypeError(f"{text} is not above 0")
	return number(text)


def days(text: str) -> int:
	if not text.isdecimal() or int(text) > 36500:
		raise argparse.ArgumentTypeError(f"{text!r} is not a number of days")
	return int(text)


def day(text: str) -> date:
	try:
		return day_from(text)
	except ValueError as error:
		raise argparse.ArgumentTypeError(str(error)) from None


def date_format(text: str) -> str:
	if text not in ("mdy", "dmy") and "%" not in text:
		raise argparse.ArgumentTypeError(f"{text!r} is neither mdy, dmy nor a format like %d.%m.%Y")
	return text
