"""Lists as they were published: complete, twice without a change, refused when cut in the middle."""

import os
from functools import lru_cache
from pathlib import Path

import pytest

from cqs_app.engine.compliance.lists.diff import ChangeKind, diff
from cqs_app.engine.compliance.lists.entry_json import content_hash
from cqs_app.engine.compliance.lists.refusal import ListRefused
from tests.engine import published

SHARED = Path(os.environ.get("CQS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
SANCTIONS = SHARED / "sanctions"
OFAC_2019, OFAC_2022 = "ofac-2019-01/*.csv", "ofac-2022-01/*.csv"
COUNTS = {
	OFAC_2019: {"Person": 3845, "LegalEntity": 2994, "Vessel": 323, "Aircraft": 217},
	OFAC_2022: {"Person": 4643, "LegalEntity": 3701, "Vessel": 420, "Aircraft": 280},
	"ofac-consolidated-nonsdn/*.csv": {"Person": 79, "LegalEntity": 363},
	"un-2018-10/*.xml": {"Person": 703, "LegalEntity": 390},
	"opensanctions-sample/targets.simple.csv": {"Person": 5},
	"opensanctions-sample/targets.nested.json": {"Person": 5},
}
TOTALS = {OFAC_2019: 7379, OFAC_2022: 9044, "ofac-consolidated-nonsdn/*.csv": 442, "un-2018-10/*.xml": 1093}
pytestmark = pytest.mark.skipif(not SANCTIONS.exists(), reason="the shared data is not here")


def files_of(pattern):
	return {path.name: path.read_bytes() for path in sorted(SANCTIONS.glob(pattern))}


@lru_cache(maxsize=2)
def read_once(pattern):
	"""The reader at its end, and its entries: the large lists are read for several tests."""
	reader = published.reader(files_of(pattern))
	return reader, {entry.entry_id: entry for entry in reader}


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_kept():
	yield
	read_once.cache_clear()


@pytest.mark.parametrize("pattern", [*[*COUNTS][2:], OFAC_2022, OFAC_2019])
def test_every_entry_is_read(pattern):
	reader, entries = read_once(pattern)
	hashes = {entry_id: content_hash(entry) for entry_id, entry in entries.items()}
	assert reader.report.schemas == COUNTS[pattern]
	assert len(hashes) == reader.report.entries == TOTALS.get(pattern, 5)
	assert reader.progress() == 1.0
	if pattern != OFAC_2022:
		assert list(diff(hashes, published.reader(files_of(pattern)))) == []


def test_the_sample_with_its_statistics():
	pattern = "opensanctions-sample/targets.nested.json"
	statistics = files_of("opensanctions-sample/*statistics.json")
	assert len(list(published.reader({**files_of(pattern), **statistics}))) == 5


def test_three_years_of_updates():
	old, new = read_once(OFAC_2019)[1], read_once(OFAC_2022)[1]
	before = {entry_id: content_hash(entry) for entry_id, entry in old.items()}
	changes = list(diff(before, new.values(), old.get))
	kinds = [change.kind for change in changes]
	added, removed = kinds.count(ChangeKind.ADDED), kinds.count(ChangeKind.REMOVED)
	assert 7379 + added - removed == 9044
	assert all(change.words for change in changes if change.kind is ChangeKind.CHANGED)


CUTS = [
	(pattern, path.name)
	for pattern in ("ofac-consolidated-nonsdn/*.csv", "un-2018-10/*.xml", "opensanctions-sample/targets*")
	for path in sorted(SANCTIONS.glob(pattern))
]


@pytest.mark.parametrize(("pattern", "name"), CUTS)
def test_cut_in_the_middle(pattern, name):
	files = files_of(pattern.replace("targets*", name))
	whole = files[name]
	# Cuts at every place of a small file: test_lists_refused.py. The large one is read up to each cut.
	for share in (0.1, 0.25, 0.5, 0.75, 0.9, 0.99) if len(whole) < 1_000_000 else (0.1, 0.5, 0.99):
		cut = int(len(whole) * share)
		if whole[cut - 1 : cut] == b"\n":
			cut += 3
		with pytest.raises(ListRefused):
			list(published.reader({**files, name: whole[:cut]}))
		if name.startswith(("cons", "sdn")):
			with pytest.raises(ListRefused):
				list(published.reader({**files, name: whole[: whole.rindex(b"\n", 0, cut) + 1]}))


@pytest.mark.parametrize(
	("pattern", "name"),
	[(OFAC_2019, "sdn.csv")]
	+ [("ofac-consolidated-nonsdn/*.csv", f"cons_{part}.csv") for part in ("prim", "alt", "add")],
)
def test_cut_at_a_line_end_without_end_marks(pattern, name):
	"""The files are held against each other. Those of the large list lost their end marks."""
	files = {file: content.rstrip(b"\x1a") for file, content in files_of(pattern).items()}
	whole = files[name]
	end = whole.rindex(b"\n", 0, len(whole) // 2) + 1
	with pytest.raises(ListRefused, match="another publication"):
		list(published.reader({**files, name: whole[:end]}))
