"""What is known of a party, and what a list says of an entry, in the same words, so that they can be laid side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from cqs_app.engine.compliance.countries import country_name
from cqs_app.engine.compliance.lists.entry import Address, Entry, Identifier, Name, NameKind

NAME, OTHER_NAMES, KIND, COUNTRIES, BORN = "Name", "Other Names", "Kind", "Countries", "Born or Founded"
PLACE, GENDER, NUMBERS, ADDRESSES = "Place of Birth", "Gender", "Numbers", "Addresses"
PROGRAMMES, REMARKS = "Programmes", "Remarks"
LABELS = (
	NAME,
	OTHER_NAMES,
	KIND,
	COUNTRIES,
	BORN,
	PLACE,
	GENDER,
	NUMBERS,
	ADDRESSES,
	PROGRAMMES,
	REMARKS,
)
# What a party is asked about with; the rest only a list tells.
ASKED = frozenset({NAME, OTHER_NAMES, KIND, COUNTRIES, BORN, GENDER, NUMBERS})
Facts = dict[str, list[str]]


def of_query(query: Mapping[str, Any]) -> Facts:
	"""`query` as `queries.to_query` writes it. Only what is known."""
	names = [str(text) for text, _weak in query.get("names", [])]
	return _known(
		{
			NAME: names[:1],
			OTHER_NAMES: names[1:],
			KIND: [kind_in_words(str(query.get("schema", "")))],
			COUNTRIES: [_country(code) for code in query.get("countries", [])],
			BORN: list(query.get("born", [])),
			GENDER: [query.get("gender", "")],
			NUMBERS: [_number(kind, value, country) for kind, value, country in query.get("identifiers", [])],
		}
	)


def of_entry(entry: Entry) -> Facts:
	return _known(
		{
			NAME: [_name(name) for name in entry.names[:1]],
			OTHER_NAMES: [_name(name) for name in entry.names[1:]],
			KIND: [kind_in_words(entry.schema.value)],
			COUNTRIES: [_country(code) for code in dict.fromkeys((*entry.countries, *entry.nationalities))],
			BORN: [str(born) for born in entry.birth_dates],
			PLACE: list(entry.birth_places),
			NUMBERS: [_identifier(one) for one in entry.identifiers],
			ADDRESSES: [_address(one) for one in entry.addresses],
			PROGRAMMES: list(entry.programs),
			REMARKS: [entry.remarks],
		}
	)


def percent(score: float) -> str:
	"""Rounded down, so that no score seems to reach a threshold that it does not reach."""
	return f"{math.floor(1000 * score + 1e-6) / 10:.1f} %"


def kind_in_words(schema: str) -> str:
	"""The lists' own word for who is no person, or not known to be one, is none that people use."""
	return "Legal Entity" if schema == "LegalEntity" else schema


def in_words(facts: Facts, most: int = 0) -> str:
	"""One line. `most`: values shown of each, 0 = all of them."""
	parts = []
	for label in LABELS:
		values = facts.get(label, [])
		shown = values[:most] if most else values
		more = f" (+{len(values) - len(shown)})" if len(shown) < len(values) else ""
		if shown:
			parts.append(f"{label}: {', '.join(shown)}{more}")
	return "; ".join(parts)


def _known(facts: Mapping[str, Iterable[str]]) -> Facts:
	filled = {label: [value for value in values if value] for label, values in facts.items()}
	return {label: values for label, values in filled.items() if values}


def _name(name: Name) -> str:
	told = [] if name.kind in (NameKind.PRIMARY, NameKind.ALIAS) else [name.kind.value.lower()]
	return f"{name.text} ({', '.join(told)})" if told else name.text


def _country(code: str) -> str:
	name = country_name(code)
	return f"{name} ({code})" if name and name != code else code


def _identifier(one: Identifier) -> str:
	return _number(one.label or one.kind.value, one.value, one.country)


def _number(kind: str, value: str, country: str) -> str:
	return f"{kind} {value} ({country})" if country else f"{kind} {value}"


def _address(address: Address) -> str:
	city = "" if address.city.casefold() in address.text.casefold() else address.city
	return ", ".join(part for part in (address.text, city, _country(address.country)) if part)
