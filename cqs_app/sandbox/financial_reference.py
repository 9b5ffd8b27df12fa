"""`python -m cqs_app.sandbox.financial_reference` writes the table of ratios in docs/qualification/financials.md."""

from __future__ import annotations

import sys
from pathlib import Path

from cqs_app.engine.qualification.ratio_values import Ratio
from cqs_app.engine.qualification.ratios import RATIOS

BEGIN = "<!-- ratios: made from cqs_app/engine/qualification/ratios.py, do not edit -->"
END = "<!-- end of ratios -->"
HEAD = "| ratio | group | formula | unit | better | source |\n| --- | --- | --- | --- | --- | --- |\n"


def ratio_table() -> str:
	return HEAD + "\n".join(map(_line, RATIOS.values())) + "\n"


def with_table(text: str) -> str:
	"""The document with the part between the markers made anew; ValueError without markers."""
	before, _, rest = text.partition(BEGIN)
	_, found, after = rest.partition(END)
	if not found:
		raise ValueError("the markers of the table of ratios are missing")
	return f"{before}{BEGIN}\n\n{ratio_table()}\n{END}{after}"


def _line(ratio: Ratio) -> str:
	cells = (
		ratio.name,
		ratio.group.value,
		ratio.formula,
		ratio.unit.value,
		ratio.better.value,
		ratio.source,
	)
	return f"| {' | '.join(cells)} |"


def main() -> int:
	path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/qualification/financials.md")
	path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
	print(path)
	return 0


if __name__ == "__main__":
	raise SystemExit(main())
