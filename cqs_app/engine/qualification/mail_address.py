"""Whether two e-mail addresses are of the same people: one mailbox, or one company's domain.

Domains at which anybody gets a mailbox tell nothing about who writes; there only the mailbox counts.
"""

from __future__ import annotations

ANYBODYS = frozenset(
	"""126.com 163.com aol.com arcor.de att.net bluewin.ch btinternet.com comcast.net cox.net daum.net email.com
	fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com
	hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.com
	kabelmail.de laposte.net libero.it live.com live.de live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com
	msn.com naver.com o2.pl online.de online.no orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me
	protonmail.com qq.com rediffmail.com rocketmail.com sbcglobal.net seznam.cz sfr.fr sina.com sky.com t-online.de
	telenet.be terra.com.br tiscali.it tutanota.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl
	yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com
	yandex.ru yeah.net ymail.com zoho.com""".split()
)
DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def mailbox(address: str) -> str:
	"""The address in small letters without what follows a plus; at Gmail without dots too. "" for what is none."""
	local, at, domain = address.strip().casefold().rpartition("@")
	if not at or not local or not domain:
		return ""
	local, domain = local.partition("+")[0], domain.rstrip(".")
	if domain in DOTLESS:
		local, domain = local.replace(".", ""), "gmail.com"
	return f"{local}@{domain}"


def same_sender(one: str, other: str) -> bool:
	"""One mailbox, or a company's domain and the same or one below it."""
	first, second = mailbox(one), mailbox(other)
	if not first or not second:
		return False
	if first == second:
		return True
	near, far = first.rpartition("@")[2], second.rpartition("@")[2]
	if near in ANYBODYS or far in ANYBODYS:
		return False
	return near == far or near.endswith(f".{far}") or far.endswith(f".{near}")
