"""Statements from a file: read safely, previewed or stored as a whole."""

import frappe
from frappe import _

from cqs_app.engine.qualification.statement_columns import LABELS
from cqs_app.engine.qualification.statement_table import CellProblem, ReadTable, read_table
from cqs_app.erp.qualification import statement_files as files
from cqs_app.erp.qualification import statements
from cqs_app.erp.qualification.statements_html import listed, said

TABLE = "financial_statements"


class FileRefused(frappe.ValidationError):
	"""The file cannot be read or something in it is wrong; nothing was stored."""


def may_write(doc) -> None:
	"""Statements stand at permission level 1."""
	doc.check_permission("write")
	if not doc.has_permlevel_access_to(TABLE, permission_type="write"):
		raise frappe.PermissionError(
			_("Financial statements are written by Credit Analyst, Credit Manager or Credit Director.")
		)


def preview(doc, content: bytes, filename: str) -> dict:
	"""What an import would do, storing nothing: `statements` (plain rows), `replaced` (their period ends), `errors` and
	`warnings` (sentences)."""
	try:
		read = _read(content, filename)
	except files.UnreadableFile as refused:
		return _described([], [], [str(refused)], [])
	if read.problems:
		return _described([], [], [_said(problem) for problem in read.problems], [])
	rows, replaced = _merged(doc, read)
	findings = statements.assessed(doc, rows).findings
	errors = [*_unknown_currencies(read), *(said(one) for one in findings if one.is_error)]
	return _described(list(read.rows), replaced, errors, [said(one) for one in findings if not one.is_error])


def store(doc, content: bytes, filename: str) -> dict:
	"""Add the statements of a file to the dossier and save it; those of the same period are replaced. Raises
	FileRefused with every problem."""
	found = preview(doc, content, filename)
	if found["errors"]:
		text = listed(found["errors"], _("Nothing was stored."))
		frappe.throw(text, FileRefused, title=_("Import Statements"))
	taken = {row["period_end"] for row in found["statements"]}
	kept = [row for row in doc.get(TABLE) if str(row.period_end) not in taken]
	doc.set(TABLE, kept)
	for row in found["statements"]:
		doc.append(TABLE, {**row, "source": row.get("source") or filename[:140]})
	doc.get(TABLE).sort(key=lambda row: str(row.period_end))
	for at, row in enumerate(doc.get(TABLE), 1):
		row.idx = at
	doc.save()
	return found


def template() -> str:
	"""An empty table as CSV: a figure a row, a period a column."""
	return files.csv_text([[_(label), "", ""] for label in LABELS.values()])


def _read(content: bytes, filename: str) -> ReadTable:
	words = {_(label): name for name, label in LABELS.items()}
	return read_table(files.table_of(content, filename), words)


def _merged(doc, read: ReadTable) -> tuple[list, list[str]]:
	taken = {row["period_end"] for row in read.rows}
	present = [row for row in doc.get(TABLE) if str(row.period_end) not in taken]
	replaced = sorted(str(row.period_end) for row in doc.get(TABLE) if str(row.period_end) in taken)
	return [*present, *read.rows], replaced


def _unknown_currencies(read: ReadTable) -> list[str]:
	unknown = {row["currency"] for row in read.rows if not frappe.db.exists("Currency", row["currency"])}
	return [_("{0} is no currency that this site knows.").format(code) for code in sorted(unknown)]


def _said(problem: CellProblem) -> str:
	text = _(problem.text).format(**problem.values)
	return f"{problem.cell}: {text}" if problem.cell else text


def _described(rows: list[dict], replaced: list[str], errors: list[str], warnings: list[str]) -> dict:
	return {"statements": rows, "replaced": replaced, "errors": errors, "warnings": warnings}
