"""Legal forms: found in a name in whichever language, taken out of it, and told apart by their kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

# Kinds that a register tells apart. `company` says only that it is one, and agrees with each of the others.
LIMITED, STOCK, PARTNERSHIP, COMPANY, STATE, ASSOCIATION = (
	"limited",
	"stock",
	"partnership",
	"company",
	"state",
	"association",
)

_PHRASES: tuple[tuple[str, str], ...] = (
	(r"(?:obs\w*estvo|tovaris\w+) (?:s|z) (?:ograni\w+|obmezh\w+) (?:otvet\w+|vidpov\w+)", LIMITED),
	(
		r"(?:otkryt\w+|zakryt\w+|publi\w+|nepubli\w+|vidkryt\w+)? ?a[kc]t?sion\w+ (?:obs\w*estvo|tovaryst\w+)",
		STOCK,
	),
	(r"(?:federal\w* )?(?:state|gosudarstv\w+) unitar\w+ (?:enterprise|predpriyati\w+)", STATE),
	(r"(?:free zone|fz) (?:limited liability )?(?:company|establishment)", LIMITED),
	(r"gesells?chaft mit beschr\w+ haftung", LIMITED),
	(r"limited liability (?:company|co|partnership)", LIMITED),
	(r"with limited liability", LIMITED),
	(
		r"(?:open|closed|public|private|publicly held|non public)? ?joint stock (?:company|co|corporation)",
		STOCK,
	),
	(r"joint stock", STOCK),
	(r"public (?:limited )?(?:company|co)(?: limited| ltd)?", STOCK),
	(r"(?:private|pvt|pte|pty|proprietary) (?:limited|ltd|co ltd|company)", LIMITED),
	(r"(?:sendirian|sdn) (?:berhad|bhd)", LIMITED),
	(r"(?:company|co) (?:limited|ltd)", LIMITED),
	(r"socie\w+ (?:de|a) respons\w+ limit\w+", LIMITED),
	(r"socie\w+ (?:anon\w+|par actions simpl\w+|per azioni)(?: de capital variable)?", STOCK),
	(r"s de rl(?: de cv)?", LIMITED),
	(r"sa(?:pi|b)? de cv", STOCK),
	(r"s ?p(?:olka|ol)?\.? (?:z|s) ?(?:ograni\w+ odpow\w+|o ?o|r ?o)", LIMITED),
	(r"spolka akcyjna", STOCK),
	(r"(?:besloten|naamloze) vennootschap", LIMITED),
	(r"anonim sirket\w*", STOCK),
	(r"limited sirket\w*", LIMITED),
	(r"ltd sti", LIMITED),
	(r"perseroan terbatas", LIMITED),
	(r"kabushiki (?:kaisha|gaisha)", STOCK),
	(r"drus\w+ s ogran\w+ \w+", LIMITED),
	(r"limited partnership", PARTNERSHIP),
	(r"gmbh (?:and )?co kg", PARTNERSHIP),
)
_WORDS: tuple[tuple[str, str], ...] = (
	(
		LIMITED,
		"ltd limited llc gmbh ggmbh mbh sarl sarlu eurl srl srls slu bv bvba sprl ooo tov tzov too doo dooel ood eood kft sro "
		"spzoo zoo bhd sdn pte pvt pty fze fzco fzc fz wll lda ltda eireli rl uab sia dmcc ehf aps gesmbh",
	),
	(
		STOCK,
		"inc incorporated corp corporation plc ag aktiengesellschaft sa spa sapa sas sasu nv ab aktiebolag asa oyj jsc pjsc "
		"ojsc cjsc oao zao pao ao aoot aozt pat prat tas tbk kk kabushiki psc saog saoc sak sae sal zrt nyrt rt dd se hf as "
		"oy pt ad",
	),
	(PARTNERSHIP, "llp lp lllp kg kgaa ohg gbr snc scs sca cv vof partnership"),
	(COMPANY, "co company compagnie compania companhia companys cie societe firma gesellschaft"),
	(STATE, "fgup gup mup fsue fku sue"),
	(ASSOCIATION, "ev stiftung vzw asbl"),
)
_KINDS: Mapping[str, str] = {word: kind for kind, words in _WORDS for word in words.split()}
# Two letters that are as often part of the name: a form only at either end of it.
_ONLY_AT_AN_END = frozenset(
	"sa se as ag ab ao ad pt tas rt dd oy hf sal pat zoo too cv rl ev fz societe firma".split()
)
# Written out, with a typing error: the longer the word, the surer.
_TYPED = tuple(word for word in _KINDS if len(word) >= 7)
_PHRASE = tuple((re.compile(rf"\b(?:{pattern})\b"), kind) for pattern, kind in _PHRASES)


def without_forms(text: str) -> tuple[str, frozenset[str]]:
	"""The name without its legal forms, and the kinds of these. Words are separated by one blank.

	A name that has nothing else (`Limited`) is kept as it is, without a kind.
	"""
	rest = text
	kinds: set[str] = set()
	for pattern, kind in _PHRASE:
		shorter = pattern.sub(" ", rest)
		if shorter != rest and shorter.strip():
			rest = shorter
			kinds.add(kind)
	words = rest.split()
	forms = [_form_at(place, words) for place in range(len(words))]
	kept = [word for word, form in zip(words, forms, strict=True) if not form]
	if not kept:
		return " ".join(words), frozenset(kinds)
	return " ".join(kept), frozenset(kinds.union(forms)) - {""}


def _form_at(place: int, words: list[str]) -> str:
	word = words[place]
	return "" if word in _ONLY_AT_AN_END and 0 < place < len(words) - 1 else form_of(word)


@lru_cache(maxsize=20_000)
def form_of(word: str) -> str:
	"""The kind that a word stands for, also with a typing error when it is long enough; empty for another word."""
	if kind := _KINDS.get(word):
		return kind
	if len(word) < 7 or word in ("corporations", "cooperation"):
		return ""
	for form in _TYPED:
		if abs(len(form) - len(word)) <= 2:
			most = 2 if len(form) >= 12 else 1
			if word[0] == form[0] and OSA.distance(word, form, score_cutoff=most) <= most:
				return _KINDS[form]
	return ""


def forms_agree(one: frozenset[str], other: frozenset[str]) -> bool | None:
	"""None when one of them names no kind that could disagree."""
	mine, theirs = one - {COMPANY}, other - {COMPANY}
	if not mine or not theirs:
		return None
	return bool(mine & theirs)
