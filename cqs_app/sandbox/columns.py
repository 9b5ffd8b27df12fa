"""Which column of the user's file is which field: by `--map`, by the field's name, or by a common name for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cqs_app.sandbox.problems import BadInput

FIELDS: Mapping[str, str] = {
	"customer": "who owes; required",
	"document": "number of the order, invoice, payment or credit note; required",
	"type": "order, invoice, payment or credit_note; without the column every row is an invoice",
	"date": "day of issue; required",
	"due_date": "day on which it is payable; for an order the day of delivery, if known",
	"paid_date": "day on which an invoice was paid in full; empty = not paid",
	"amount": "gross amount, positive; required",
	"currency": "one for the whole file",
	"disputed": "yes or no",
	"against": "order that an invoice bills; invoice that a payment or credit note settles",
}
REQUIRED = ("customer", "document", "date", "amount")

# Names as they come from common systems, in lower case with letters and digits only.
KNOWN_NAMES: Mapping[str, Sequence[str]] = {
	"customer": (
		"customerid customername customerno customernumber customercode custno custid custnumber client clientid "
		"debtor debtorno party soldto buyer account accountname"
	).split(),
	"document": (
		"documentno documentnumber documentid docno docid docnumber invoice invoiceno invoicenumber invoiceid "
		"voucherno vouchernumber reference number id"
	).split(),
	"type": "documenttype doctype vouchertype transactiontype".split(),
	"date": "invoicedate documentdate docdate postingdate issuedate transactiondate issued".split(),
	"due_date": "due duedate paymentduedate dueon duein".split(),
	"paid_date": (
		"paiddate settleddate settlementdate paymentdate paidon datepaid cleardate clearingdate closeddate"
	).split(),
	"amount": (
		"invoiceamount totalamount grandtotal total documentamount amountincompanycurrency gross grossamount value"
	).split(),
	"currency": "invoicecurrency currencycode curr".split(),
	"disputed": "dispute isdisputed indispute".split(),
	"against": "againstdocument againstvoucher salesorder orderno ordernumber appliesto".split(),
}


def plain_name(column: str) -> str:
	return "".join(letter for letter in column.lower() if letter.isalnum())


def field_columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
	"""Position of each field's column. `mapping` is column -> field. Raises BadInput with what to map."""
	found = _mapped(header, mapping)
	taken = set(found.values())
	free = [(at, plain_name(column)) for at, column in enumerate(header) if at not in taken]
	for field in FIELDS:
		if field in found:
			continue
		exact = [at for at, name in free if name == plain_name(field)]
		common = [at for at, name in free if name in KNOWN_NAMES[field]]
		choice = exact or common
		if len(choice) > 1:
			names = ", ".join(repr(header[at]) for at in choice)
			raise BadInput(
				f"Several columns may be the {field}: {names}. Choose one with --map '{header[choice[0]]}={field}'."
			)
		if choice:
			found[field] = choice[0]
	missing = [field for field in REQUIRED if field not in found]
	if missing:
		raise BadInput(_missing(missing, header, set(found.values())))
	return found


def _mapped(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
	found: dict[str, int] = {}
	for column, field in mapping.items():
		if field not in FIELDS:
			raise BadInput(
				f"--map {column}={field}: there is no field {field!r}. Fields: {', '.join(FIELDS)}."
			)
		at = [i for i, name in enumerate(header) if name == column] or [
			i for i, name in enumerate(header) if plain_name(name) == plain_name(column)
		]
		if not at:
			raise BadInput(
				f"--map {column}={field}: the file has no column {column!r}. Columns: {', '.join(header)}."
			)
		if field in found:
			raise BadInput(f"--map: the field {field!r} was given two columns.")
		found[field] = at[0]
	return found


def _missing(missing: Sequence[str], header: Sequence[str], taken: set[int]) -> str:
	free = [column for at, column in enumerate(header) if at not in taken]
	lines = [f"No column was recognised as: {', '.join(missing)}."]
	lines += [f"  {field}: {FIELDS[field]}" for field in missing]
	lines.append(f"Columns that are still free: {', '.join(free) if free else 'none'}.")
	hint = " ".join(f"--map 'COLUMN={field}'" for field in missing)
	lines.append(f"Say which is which: {hint}")
	return "\n".join(lines)
