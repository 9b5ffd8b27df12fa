"""The 1,726 invoices of a real ledger, where they are at hand."""

import csv
import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from cqs_app.sandbox import cli

SHARED = Path(os.environ.get("CQS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
LEDGER = SHARED / "ar-ibm" / "receivables.csv"
pytestmark = pytest.mark.skipif(not LEDGER.exists(), reason="the real ledger is not here")


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
	out = tmp_path_factory.mktemp("ibm") / "out"
	assert cli.main(["backtest", str(LEDGER), "--out", str(out)]) == 0
	return json.loads((out / "summary.json").read_text())


def test_payment_figures_equal_those_of_the_file_itself(summary):
	with LEDGER.open() as file:
		rows = list(csv.DictReader(file))
	days = [int(row["DaysLate"]) for row in rows]
	late = [day for day in days if day > 0]
	payment = summary["payment"]
	assert (payment["invoices"], payment["customers"], payment["paid"]) == (1726, 100, 1726)
	assert payment["late_share"] == pytest.approx(len(late) / len(rows))
	assert payment["mean_days_late"] == pytest.approx(sum(days) / len(rows))
	assert payment["mean_days_late_of_late"] == pytest.approx(sum(late) / len(late))
	disputed = sum(row["Disputed"] == "Yes" for row in rows)
	assert payment["disputed_share"] == pytest.approx(disputed / len(rows))
	settled = [int(row["DaysToSettle"]) for row in rows]
	assert payment["mean_days_to_pay"] == pytest.approx(sum(settled) / len(rows))


def test_aging_adds_up_to_what_was_open_on_the_day_of_the_last_sale(summary):
	with LEDGER.open() as file:
		rows = list(csv.DictReader(file))
	last = datetime.strptime(summary["last_sale"], "%Y-%m-%d")
	cents = sum(
		round(float(row["InvoiceAmount"]) * 100)
		for row in rows
		if datetime.strptime(row["SettledDate"], "%m/%d/%Y") > last
	)
	open_items = sum(round(float(amount) * 100) for name, amount in summary["aging"].items() if name != "at")
	assert open_items == cents


def test_nobody_there_paid_so_late_that_a_loss_could_be_avoided(summary):
	assert summary["losses_avoided"] == "0"
	assert 0 < summary["holds"]["count"] < summary["sales_judged"]["count"] / 5
