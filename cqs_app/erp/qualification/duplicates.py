"""Customers, leads and prospects that may be the same party: found by their keys, compared, explained."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint, get_link_to_form

from cqs_app.engine.qualification.duplicate_model import LIKELY, POSSIBLE, Feature
from cqs_app.engine.qualification.duplicates import CANDIDATES, Match, ranked
from cqs_app.engine.qualification.party_keys import EXACT, Key, KeyType, keys_of, worth_following
from cqs_app.engine.qualification.party_records import NormalParty, normalised
from cqs_app.erp.qualification import common_words
from cqs_app.erp.qualification.common_words import TABLE
from cqs_app.erp.qualification.party_reading import Ref, origins, read

MOST_SHOWN = 20
# More holders of one key than this are not counted any further.
COUNTED = CANDIDATES + 1


@dataclass(frozen=True)
class Duplicate:
	"""A party that may be the same one."""

	ref: Ref
	match: Match


def find(party_type: str, party: str, threshold: float = POSSIBLE) -> list[Duplicate]:
	"""Likely duplicates of one party, most alike first, whoever may see them."""
	ref = Ref(party_type, party)
	return find_all([ref], threshold)[ref]


def find_all(refs: Iterable[Ref], threshold: float = POSSIBLE) -> dict[Ref, list[Duplicate]]:
	"""The same for many: the parties, the holders of their keys and the candidates are each read at once."""
	wanted = list(dict.fromkeys(refs))
	mine = {ref: normalised(record) for ref, record in read(wanted).items()}
	return {ref: [] for ref in wanted} | find_for(mine, threshold)


def find_for(mine: Mapping[Ref, NormalParty], threshold: float = POSSIBLE) -> dict[Ref, list[Duplicate]]:
	"""The same for parties that are read already."""
	chosen = _keys_to_follow(mine)
	holders = _holders({key for keys in chosen.values() for key in keys})
	candidates = {
		ref: {other for key in keys for other in holders[key] if other != ref} for ref, keys in chosen.items()
	}
	unread = {other for others in candidates.values() for other in others} - set(mine)
	parties = {**mine, **{ref: normalised(record) for ref, record in read(unread).items()}}
	same = _same_party(parties)
	rarity = common_words.rarity()
	found: dict[Ref, list[Duplicate]] = {}
	for ref, others in candidates.items():
		compared = [parties[other] for other in others - same[ref] if other in parties]
		matches = ranked(mine[ref], compared, rarity, threshold)
		found[ref] = [Duplicate(Ref.of(match.id), match) for match in matches[:MOST_SHOWN]]
	return found


def _keys_to_follow(mine: Mapping[Ref, NormalParty]) -> dict[Ref, list[Key]]:
	keys = {ref: keys_of(party) for ref, party in mine.items()}
	counts = _counts({key for own in keys.values() for key in own})
	return {ref: worth_following(own, counts, CANDIDATES) for ref, own in keys.items()}


def _counts(keys: set[Key]) -> dict[Key, int]:
	"""How many parties have each key, counted no further than COUNTED: a word that everybody has costs as little as a
	rare one. An identifier that so many share, such as a tax id of zeros, says nothing and is left out."""
	if not keys:
		return {}
	listed = sorted(keys)
	part = f"(select %s as place, count(*) as held from (select 1 from `tab{TABLE}` where key_type = %s and key_value = %s limit {COUNTED}) as held{{0}})"
	sql = " union all ".join(part.format(place) for place in range(len(listed)))
	values = [value for place, (kind, text) in enumerate(listed) for value in (place, kind.value, text)]
	counted = frappe.db.sql(sql, values)
	return {listed[int(place)]: held for place, held in counted if held < COUNTED}


def _holders(keys: set[Key]) -> dict[Key, set[Ref]]:
	found: dict[Key, set[Ref]] = defaultdict(set)
	if keys:
		places = ", ".join(["(%s, %s)"] * len(keys))
		values = [value for kind, text in sorted(keys) for value in (kind.value, text)]
		rows = frappe.db.sql(
			f"""select key_type, key_value, party_type, party from `tab{TABLE}`
			where (key_type, key_value) in ({places})""",
			values,
		)
		for kind, text, party_type, party in rows:
			found[KeyType(kind), text].add(Ref(party_type, party))
	return found


def _same_party(parties: Iterable[Ref]) -> dict[Ref, set[Ref]]:
	"""Customers and the leads and prospects that they were made from, both ways."""
	listed = list(parties)
	same: dict[Ref, set[Ref]] = defaultdict(set)
	made_from = origins(ref.party for ref in listed if ref.party_type == "Customer")
	for customer, sources in made_from.items():
		family = {Ref("Customer", customer), *sources}
		for member in family:
			same[member] |= family
	leads = [ref.party for ref in listed if ref.party_type == "Lead"]
	if leads:
		rows = frappe.get_all(
			"Prospect Lead",
			filters={"lead": ("in", leads)},
			fields=["lead", "parent"],
			order_by="name",
			limit=0,
		)
		for row in rows:
			same[Ref("Lead", row.lead)].add(Ref("Prospect", row.parent))
			same[Ref("Prospect", row.parent)].add(Ref("Lead", row.lead))
	return same


def shown(found: Iterable[Duplicate], limit: int = MOST_SHOWN) -> list[dict]:
	"""As the session user may see them: what he may not read has neither name nor values."""
	return [_shown(one) for one in list(found)[:limit]]


def _shown(one: Duplicate) -> dict:
	ref, readable = one.ref, _may_read(one.ref)
	reasons = [
		{
			"feature": reason.feature.value,
			"similarity": round(reason.similarity, 3),
			"weight": round(reason.weight, 2),
			"mine": _shown_value(reason.feature, reason.mine),
			"theirs": _shown_value(reason.feature, reason.theirs) if readable else "",
		}
		for reason in one.match.reasons
	]
	return {
		"party_type": ref.party_type,
		"party": ref.party if readable else "",
		"title": _title(ref) if readable else hidden_words(ref.party_type),
		"readable": readable,
		"score": round(one.match.score, 3),
		"likely": one.match.score >= LIKELY,
		"reasons": reasons,
	}


def _shown_value(feature: Feature, value: str) -> str:
	"""Whoever reads a customer does not thereby read his bank accounts."""
	return f"...{value[-4:]}" if feature is Feature.BANK_ACCOUNT else value


def hidden_words(party_type: str) -> str:
	return {
		"Customer": _("another customer you may not see"),
		"Lead": _("another lead you may not see"),
		"Prospect": _("another prospect you may not see"),
	}[party_type]


def _may_read(ref: Ref) -> bool:
	return bool(frappe.has_permission(ref.party_type, "read", doc=frappe.get_doc(*ref)))


def _title(ref: Ref) -> str:
	field = {"Customer": "customer_name", "Lead": "title", "Prospect": "company_name"}[ref.party_type]
	return frappe.db.get_value(*ref, field) or ref.party


def link_to(ref: Ref) -> str:
	"""HTML, escaped; a party that the user may not read has no name."""
	if not _may_read(ref):
		return hidden_words(ref.party_type)
	return get_link_to_form(*ref, label=frappe.utils.escape_html(_title(ref)))


def customers_with(given: NormalParty, *, besides: str) -> list[tuple[Ref, Feature]]:
	"""Active customers that have one of the given tax ids or bank accounts, exactly."""
	holders = _holders({key for key in keys_of(given) if key[0] in EXACT})
	refs = {
		ref
		for found in holders.values()
		for ref in found
		if ref.party_type == "Customer" and ref.party != besides and is_active(ref.party)
	}
	known = {ref: normalised(record) for ref, record in read(sorted(refs)).items()}
	return [
		(ref, feature)
		for ref, party in known.items()
		for feature, common in (
			(Feature.TAX_ID, party.tax_ids & given.tax_ids),
			(Feature.BANK_ACCOUNT, party.bank_accounts & given.bank_accounts),
		)
		if common
	]


def refuses() -> bool:
	return frappe.db.get_single_value("CQS Settings", "duplicate_action") == "Refuse"


def is_active(customer: str) -> bool:
	return not cint(frappe.db.get_value("Customer", customer, "disabled"))
