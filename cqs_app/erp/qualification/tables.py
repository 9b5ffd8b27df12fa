"""Small tables of figures for a form, escaped."""

from collections.abc import Iterable, Sequence

from frappe.utils import escape_html

TABLE = '<table class="table table-bordered">{0}<tbody>{1}</tbody></table>'


def table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> str:
	top = f"<thead><tr>{_cells(head, 'th')}</tr></thead>" if head else ""
	return TABLE.format(top, "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows))


def paragraph(text: str) -> str:
	return f"<p>{escape_html(text)}</p>"


def plain(number) -> str:
	"""A Decimal as people write it: 12.50 is 12.5, 1000000 is 1,000,000."""
	return f"{number:,.4f}".rstrip("0").rstrip(".")


def _cells(values: Iterable[object], tag: str) -> str:
	return "".join(f"<{tag}>{escape_html(str(value))}</{tag}>" for value in values)
