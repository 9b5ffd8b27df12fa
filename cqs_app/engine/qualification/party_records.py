"""What is known of a party, as typed and made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cqs_app.engine.qualification.addresses import NormalAddress, PartyAddress, normal_address
from cqs_app.engine.qualification.party_names import fold, name_tokens

_NO_ALNUM = re.compile(r"[\W_]+")
_NO_DIGIT = re.compile(r"\D+")
LEAST_PHONE, LEAST_IDENTIFIER = 7, 5
# Domains in which everybody has a mailbox: they say nothing about the company.
FREE_MAIL = frozenset(
	"gmail.com googlemail.com yahoo.com yahoo.de yahoo.fr yahoo.co.uk yahoo.co.in ymail.com hotmail.com hotmail.fr "
	"outlook.com live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.com web.de t-online.de "
	"freenet.de orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it mail.ru yandex.ru bk.ru qq.com 163.com "
	"126.com sina.com naver.com daum.net rediffmail.com proton.me protonmail.com zoho.com mail.com comcast.net att.net "
	"verizon.net sbcglobal.net btinternet.com bluewin.ch uol.com.br bol.com.br terra.com.br seznam.cz wp.pl onet.pl "
	"o2.pl interia.pl example.com".split()
)
_TWO_PART_SUFFIXES = frozenset("co com org net gov edu ac or ne go gob gov".split())


@dataclass(frozen=True, slots=True)
class PartyRecord:
	"""One customer, lead or prospect as the database has it. Everything but `id` may be empty."""

	id: str
	names: tuple[str, ...] = ()
	tax_ids: tuple[str, ...] = ()
	bank_accounts: tuple[str, ...] = ()
	addresses: tuple[PartyAddress, ...] = ()
	emails: tuple[str, ...] = ()
	phones: tuple[str, ...] = ()
	websites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalParty:
	"""The same, comparable. `names` holds words, `phones` digits, `domains` those of websites and company e-mail."""

	id: str
	names: tuple[tuple[str, ...], ...]
	tax_ids: frozenset[str]
	bank_accounts: frozenset[str]
	addresses: tuple[NormalAddress, ...]
	emails: frozenset[str]
	phones: frozenset[str]
	domains: frozenset[str]
	typed: PartyRecord


def normalised(record: PartyRecord) -> NormalParty:
	emails = _some(email(text) for text in record.emails)
	domains = {domain(text) for text in record.websites} | {text.rpartition("@")[2] for text in emails}
	return NormalParty(
		id=record.id,
		names=tuple(dict.fromkeys(words for name in record.names if (words := name_tokens(name)))),
		tax_ids=_some(identifier(text) for text in record.tax_ids),
		bank_accounts=_some(identifier(text) for text in record.bank_accounts),
		addresses=tuple(dict.fromkeys(normal_address(address) for address in record.addresses)),
		emails=emails,
		phones=_some(phone(text) for text in record.phones),
		domains=_some(_registered(text) for text in domains if text not in FREE_MAIL),
		typed=record,
	)


def _some(values: Iterable[str]) -> frozenset[str]:
	return frozenset(value for value in values if value)


def identifier(text: str) -> str:
	"""A tax id or bank account without blanks and signs; empty for what is too short to identify anybody."""
	value = _NO_ALNUM.sub("", fold(text)).upper()
	trivial = len(value) < LEAST_IDENTIFIER or len(set(value)) == 1
	return "" if trivial else value


def without_country(tax_id: str) -> str:
	"""`DE123456789` -> `123456789`; what has no two letters before at least 8 digits stays."""
	bare = tax_id[2:]
	return bare if tax_id[:2].isalpha() and bare.isdigit() and len(bare) >= 8 else tax_id


def phone(text: str) -> str:
	"""The digits, without an extension and leading zeros; empty when fewer than 7 are left."""
	main = re.split(r"(?:ext|x|#|;|,)", text.casefold(), maxsplit=1)[0]
	digits = _NO_DIGIT.sub("", main).lstrip("0")
	trivial = len(digits) < LEAST_PHONE or len(set(digits)) == 1
	return "" if trivial else digits


def email(text: str) -> str:
	address = text.strip().casefold()
	local, at, host = address.rpartition("@")
	return f"{local.partition('+')[0]}@{host}" if at and local and "." in host else ""


def domain(url: str) -> str:
	"""The host of a web address, without www; empty for what is none."""
	host = re.sub(r"^[a-z]+://", "", url.strip().casefold())
	host = re.split(r"[/:?#]", host, maxsplit=1)[0].removeprefix("www.")
	return host if re.fullmatch(r"[^\s@.]+(\.[^\s@.]+)+", host) else ""


def _registered(host: str) -> str:
	"""`mail.acme.co.uk` -> `acme.co.uk`: the part that somebody registered."""
	parts = host.split(".")
	keep = 3 if len(parts) > 2 and parts[-2] in _TWO_PART_SUFFIXES and len(parts[-1]) == 2 else 2
	return ".".join(parts[-keep:])
