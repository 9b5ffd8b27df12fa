"""Which money settled which invoice, and which order an invoice bills."""

from datetime import date
from decimal import Decimal

from cqs_app.sandbox.history import History
from tests.sandbox.make import make_entry, make_history


def settled(history: History) -> dict[str, list[tuple[str, int]]]:
	return {
		invoice.document: [(part.document, int(part.amount)) for part in invoice.settlements]
		for invoice in history.invoices
	}


def test_a_payment_settles_the_invoice_that_it_names():
	history = make_history(
		make_entry("invoice", "A", "2024-01-01", 100),
		make_entry("invoice", "B", "2024-01-02", 100),
		make_entry("payment", "P", "2024-02-01", 100, against="B"),
	)
	assert settled(history) == {"A": [], "B": [("P", 100)]}
	assert history.invoices[1].paid_on == date(2024, 2, 1)
	assert history.invoices[0].unpaid == 100


def test_a_payment_that_names_none_settles_the_earliest_due():
	history = make_history(
		make_entry("invoice", "A", "2024-01-01", 100, due="2024-03-01"),
		make_entry("invoice", "B", "2024-01-02", 100, due="2024-02-01"),
		make_entry("payment", "P", "2024-02-01", 150),
	)
	assert settled(history) == {"A": [("P", 50)], "B": [("P", 100)]}


def test_a_payment_told_twice_is_booked_once():
	history = make_history(
		make_entry("invoice", "A", "2024-01-01", 100),
		make_entry("invoice", "B", "2024-01-02", 100, paid="2024-02-01"),
		make_entry("payment", "P", "2024-02-01", 100),
	)
	assert settled(history) == {"A": [], "B": [("P", 100)]}
	assert not history.receipts


def test_the_paid_date_settles_what_is_still_open():
	history = make_history(
		make_entry("invoice", "A", "2024-01-01", 100, paid="2024-02-01"),
		make_entry("credit_note", "C", "2024-01-20", 10, against="A"),
	)
	assert settled(history) == {"A": [("C", 10), ("", 90)]}


def test_money_on_account_is_used_by_the_next_invoices():
	history = make_history(
		make_entry("payment", "P", "2024-01-01", 150),
		make_entry("invoice", "A", "2024-01-05", 100),
		make_entry("invoice", "B", "2024-01-06", 100),
	)
	assert settled(history) == {"A": [("P", 100)], "B": [("P", 50)]}
	assert all(part.on_account for invoice in history.invoices for part in invoice.settlements)
	assert [receipt.amount for receipt in history.receipts] == [Decimal(150)]


def test_orders_are_billed_by_name_by_number_or_oldest_first():
	history = make_history(
		make_entry("order", "1", "2024-01-01", 100),
		make_entry("order", "2", "2024-01-02", 100),
		make_entry("order", "3", "2024-01-03", 100),
		make_entry("invoice", "X", "2024-01-05", 100, against="2"),
		make_entry("invoice", "3", "2024-01-06", 130),
		make_entry("invoice", "Y", "2024-01-07", 40),
	)
	billed = {invoice.document: (invoice.order, int(invoice.billed)) for invoice in history.invoices}
	assert billed == {"X": ("2", 100), "3": ("3", 100), "Y": ("1", 40)}


def test_customers_do_not_share_money():
	history = make_history(
		make_entry("invoice", "A", "2024-01-01", 100),
		make_entry("payment", "P", "2024-02-01", 100, customer="Bolt"),
	)
	assert settled(history) == {"A": []}
