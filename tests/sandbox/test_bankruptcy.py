"""Z'' on real companies, where their data are at hand, and the arithmetic behind its report."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.bankruptcy import DATA, auc, bootstrap, companies
from cqs_app.engine.qualification.statements import FIGURES, Statement
from cqs_app.sandbox.financial_reference import with_table

ROOT = Path(__file__).resolve().parents[2]
SHARED = os.environ.get("CQS_SHARED_DATA")
POLISH = Path(SHARED) / "bankrupt-polish" / "1year.arff" if SHARED else DATA


def scored(*pairs):
	return [(Decimal(score), bool(bad)) for score, bad in pairs]


@pytest.mark.parametrize(
	("pairs", "area"),
	[
		([(1, 1), (2, 0)], 1),
		([(2, 1), (1, 0)], 0),
		([(1, 1), (1, 0)], 0.5),
		# Of 2 x 3 pairs: 1 below 1 (tie), 2, 3; 2 below 2 (tie) and 3, above 1.
		([(1, 1), (2, 1), (1, 0), (2, 0), (3, 0)], (0.5 + 1 + 1 + 0 + 0.5 + 1) / 6),
	],
)
def test_auc_by_hand(pairs, area):
	assert auc(scored(*pairs)) == pytest.approx(area)


def test_the_interval_is_the_same_each_time():
	sample = scored(*((at % 7, at % 3 == 0) for at in range(60)))
	low, high = bootstrap(sample, 50)
	assert (low, high) == bootstrap(sample, 50)
	assert low < auc(sample) < high


@pytest.mark.skipif(not POLISH.exists(), reason="the companies' data are not here")
def test_z_tells_failing_companies_from_others():
	everybody = list(companies(POLISH))
	assert (len(everybody), sum(one.bankrupt for one in everybody)) == (7027, 271)
	known = [(one.z, one.bankrupt) for one in everybody if one.z is not None]
	assert len(known) == 7022
	assert auc(known) >= 0.69


def test_the_table_of_ratios_is_current():
	text = (ROOT / "docs" / "qualification" / "financials.md").read_text(encoding="utf-8")
	assert text == with_table(text)
	with pytest.raises(ValueError, match="markers"):
		with_table("nothing")


def test_every_figure_is_a_field_of_the_statement():
	assert FIGURES.keys() < set(Statement.__dataclass_fields__)
