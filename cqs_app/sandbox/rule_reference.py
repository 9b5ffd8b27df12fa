"""`python -m cqs_app.sandbox.rule_reference` writes docs/rules.md from the docstrings of the engine's rules."""

from __future__ import annotations

import sys
from pathlib import Path

from cqs_app.engine.credit.rules import RULES

HEAD = """# Rules

Made from the docstrings of `cqs_app/engine/credit/rules.py` by `python -m cqs_app.sandbox.rule_reference`; edit
those, not this. A policy row names a rule, a checkpoint (empty = every one), a threshold, grace days and an action
(Warn, Hold or Block). Every rule looks at a document before it takes effect and reports findings; the severest one
decides. Nothing that lowers exposure is ever refused.

| rule | what must be true | threshold | facts it needs |
| --- | --- | --- | --- |
"""


def rule_reference() -> str:
	rows = (
		f"| {rule.name} | {' '.join(rule.summary.split())} | {rule.unit or '-'} | {', '.join(sorted(rule.needs)) or '-'} |"
		for rule in RULES.values()
	)
	return HEAD + "\n".join(rows) + "\n"


def main() -> int:
	path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/rules.md")
	path.write_text(rule_reference(), encoding="utf-8")
	print(path)
	return 0


if __name__ == "__main__":
	raise SystemExit(main())
