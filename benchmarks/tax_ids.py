"""How many labelled tax and registration numbers are judged as their label says.

	python benchmarks/tax_ids.py FILE.csv [--all] [--wrong]

FILE has the columns source, country, type, label, value. A row counts as valid when its label is `valid`; every other
label (`invalid...`, `validOnlyByFormat`: the form is right, the check digit is not) counts as invalid. Each row is
checked by its country and type. What has no rule is `not checked` and stands apart: it is neither right nor wrong.
Part of the rows come from the documentation of python-stdnum itself, which does the checking: for these the figure
shows that nothing is lost on the way, not that the rules are right; `jsvat` and `stdnum-js` are other people's.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cqs_app.engine.compliance.tax_ids import Status, check

# Types that python-stdnum knows under another name.
SAME = {
	("AZ", "tin"): "voen",
	("CA", "gst"): "bn",
	("CA", "bc_bhn"): "bc_phn",
	("CZ", "ico"): "dic",
	("RO", "cif"): "cf",
	("NZ", "bank"): "bankaccount",
	("JP", "in"): "in",
}
VAT = {"vat", "VAT"}


@dataclass
class Count:
	right: int = 0
	false_accept: int = 0
	false_reject: int = 0
	not_checked: int = 0
	wrong: list[str] = field(default_factory=list)

	def row(self) -> str:
		checked = self.right + self.false_accept + self.false_reject
		accuracy = f"{self.right / checked:.2%}" if checked else "-"
		return (
			f"{checked:6} {accuracy:>9} {self.false_accept:12} {self.false_reject:12} {self.not_checked:12}"
		)


def read(path: Path) -> list[dict[str, str]]:
	with path.open(encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file))


def kind_of(row: dict[str, str]) -> str:
	if row["type"] in VAT:
		return "VAT"
	return SAME.get((row["country"], row["type"]), row["type"])


def judge(rows: list[dict[str, str]]) -> dict[tuple[str, str], Count]:
	"""By source and country."""
	counts: dict[tuple[str, str], Count] = defaultdict(Count)
	for row in rows:
		count = counts[row["source"].partition("(")[0], row["country"]]
		result = check(row["country"], kind_of(row), row["value"])
		expected = row["label"] == "valid"
		if result.status is Status.NOT_CHECKED:
			count.not_checked += 1
		elif (result.status is Status.VALID) == expected:
			count.right += 1
		else:
			count.false_reject += expected
			count.false_accept += not expected
			count.wrong.append(
				f"{row['country']} {row['type']} {row['label']} {row['value']}: {result.reason or result.label}"
			)
	return counts


def total(counts: list[Count]) -> Count:
	return Count(
		right=sum(count.right for count in counts),
		false_accept=sum(count.false_accept for count in counts),
		false_reject=sum(count.false_reject for count in counts),
		not_checked=sum(count.not_checked for count in counts),
		wrong=[wrong for count in counts for wrong in count.wrong],
	)


def not_covered(rows: list[dict[str, str]]) -> Counter[str]:
	return Counter(
		f"{row['country']} {row['type']}"
		for row in rows
		if check(row["country"], kind_of(row), row["value"] or "0").status is Status.NOT_CHECKED
	)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("file", type=Path)
	parser.add_argument("--all", action="store_true", help="every country, not only those with errors")
	parser.add_argument("--wrong", action="store_true", help="print each wrong judgement")
	options = parser.parse_args()
	rows = read(options.file)
	counts = judge(rows)
	print(
		f"{'source, country':30} {'checked':>6} {'accuracy':>8} {'false accept':>12} {'false reject':>12} {'not checked':>12}"
	)
	for source in sorted({source for source, _country in counts}):
		of_source = {country: count for (name, country), count in counts.items() if name == source}
		print(f"{source:30} {total(list(of_source.values())).row()}")
		for country, count in sorted(of_source.items()):
			if options.all or count.wrong:
				print(f"  {country:28} {count.row()}")
	overall = total(list(counts.values()))
	print(f"{'all':30} {overall.row()}")
	missing = not_covered(rows)
	print("not checked: " + ", ".join(f"{what} ({count})" for what, count in sorted(missing.items())))
	if options.wrong:
		print("\n".join(overall.wrong))
	return 0


if __name__ == "__main__":
	sys.exit(main())
