"""Entries of OFAC's lists as they are published (sdn.csv, alt.csv; no header, `-0-` for nothing)."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Subject, subject

LISTS = (
	("ofac-2022-01/sdn.csv", "ofac-2022-01/alt.csv"),
	("ofac-2019-01/sdn.csv", "ofac-2019-01/alt.csv"),
	("ofac-consolidated-nonsdn/cons_prim.csv", "ofac-consolidated-nonsdn/cons_alt.csv"),
)
SCHEMAS = {"individual": Schema.PERSON, "vessel": Schema.VESSEL, "aircraft": Schema.VESSEL}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def entries(folder: Path) -> list[Subject]:
	"""Of all lists, each entry once (by its number at OFAC), newest list first, with all its names."""
	found: dict[str, Subject] = {}
	for main, others in LISTS:
		aliases: dict[str, list[str]] = defaultdict(list)
		for row in _rows(folder / others):
			aliases[row[0]].append(row[3])
		for row in _rows(folder / main):
			if row[0] not in found:
				schema = SCHEMAS.get(row[2].strip(), Schema.ORGANISATION)
				names = dict.fromkeys(aliases[row[0]])
				found[row[0]] = subject(row[0], schema, row[1], (name for name in names if name != row[1]))
	return list(found.values())


def _rows(path: Path) -> list[list[str]]:
	with path.open(encoding="utf-8", errors="replace", newline="") as file:
		return [row for row in csv.reader(file) if len(row) > 3]


def filled_up(listed: list[Subject], count: int, seed: int = 5) -> list[Subject]:
	"""At least `count` entries: more are made of words of real ones, so that usual words are as usual as they are."""
	chance = random.Random(seed)
	made = list(listed)
	while len(made) < count:
		one, other = chance.choice(listed), chance.choice(listed)
		if one.schema is not other.schema:
			continue
		words, others = one.names[0].text.split(), other.names[0].text.split()
		name = " ".join([*words[: (len(words) + 1) // 2], *others[len(others) // 2 :]])
		made.append(subject(f"made-{len(made)}", one.schema, name, (f"{typed(name, chance)}",)))
	return made


def typed(name: str, chance: random.Random) -> str:
	"""With one typing error: a letter left out, doubled, replaced, or two exchanged."""
	places = [place for place in range(1, len(name)) if name[place].isalpha()]
	if not places:
		return name
	place = chance.choice(places)
	front, letter, back = name[:place], name[place], name[place + 1 :]
	kind = chance.randrange(4)
	if kind == 0:
		return front + back
	if kind == 1:
		return front + letter * 2 + back
	if kind == 2:
		return front + chance.choice(LETTERS).upper() + back
	return front + back[:1] + letter + back[1:]
