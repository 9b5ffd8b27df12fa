"""`python -m cqs_app.sandbox.criteria_reference` writes docs/qualification/criteria.md from the engine's criteria."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from cqs_app.engine.credit.criteria import CRITERIA
from cqs_app.engine.credit.default_policy import default_policy
from cqs_app.engine.credit.score_model import CriterionRow

HEAD = """# Criteria of the score card

Made from `cqs_app/engine/credit/criteria.py` by `python -m cqs_app.sandbox.criteria_reference`; edit that, not this.
How they become a score stands in [score.md](score.md). Criteria without a unit are words.

| criterion | about | counted in | from |
| --- | --- | --- | --- |
"""
SEEDED = """
## What the seeded policy asks

| criterion | weight | bands (from value: points) | if missing |
| --- | --- | --- | --- |
"""
CLASSES = """
| class | from score | review after (months) | limit factor (%) | limit cap |
| --- | --- | --- | --- | --- |
"""


def criteria_reference() -> str:
	policy = default_policy()
	known = (
		f"| {criterion.value} | {described.group} | {described.unit or 'words'} | {described.source} |"
		for criterion, described in CRITERIA.items()
	)
	seeded = (
		f"| {row.criterion.value} | {row.weight} | {_bands(row)} | {row.if_missing.value} |"
		for row in policy.score.criteria
	)
	classes = (
		f"| {band.risk_class} | {band.from_score} | {band.review_months} | {band.limit_factor} | {band.limit_cap} |"
		for band in policy.limits.bands
	)
	parts = (HEAD, *_lines(known), SEEDED, *_lines(seeded), CLASSES, *_lines(classes))
	return "".join(parts)


def _lines(rows: Iterable[str]) -> list[str]:
	return [f"{row}\n" for row in rows]


def _bands(row: CriterionRow) -> str:
	return ", ".join(f"{band.begins}: {band.points}".replace("-Infinity", "-inf") for band in row.bands)


def main() -> int:
	path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/qualification/criteria.md")
	path.write_text(criteria_reference(), encoding="utf-8")
	print(path)
	return 0


if __name__ == "__main__":
	raise SystemExit(main())
