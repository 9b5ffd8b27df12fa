"""How many parties bear a word: `Trading` tells less than `Zephyrine`. Counted once a day, never in a big site's request."""

import frappe

from cqs_app.engine.qualification.duplicates import rarity_from
from cqs_app.engine.qualification.party_keys import KeyType
from cqs_app.engine.qualification.party_names import EVERY_WORD, Rarity
from cqs_app.erp.qualification.party_reading import PARTY_TYPES

TABLE = "Party Key"
CACHE, SECONDS = "cqs_common_words", 24 * 3600
MOST = 5000
# Up to this many keys are counted at once, more by a job; until it has run, every word weighs the same.
AT_ONCE = 20_000


def rarity() -> Rarity:
	counted = frappe.cache.get_value(CACHE, expires=True)
	if not counted and frappe.db.estimate_count(TABLE) <= AT_ONCE:
		counted = count()
	if not counted:
		_count_soon()
		return EVERY_WORD
	words, total = counted
	return rarity_from({(KeyType.WORD, word): bearers for word, bearers in words}, total)


def count() -> tuple[list, int]:
	"""Words that more than two parties bear, each with how many, and the number of parties. Kept for a day."""
	total = sum(frappe.db.count(party_type) for party_type in PARTY_TYPES)
	rows = frappe.db.sql(
		f"""select key_value, count(*) as bearers from `tab{TABLE}` where key_type = %s
		group by key_value having bearers > 2 order by bearers desc limit {MOST}""",
		KeyType.WORD.value,
	)
	counted = [list(row) for row in rows], total
	frappe.cache.set_value(CACHE, counted, expires_in_sec=SECONDS)
	return counted


def _count_soon() -> None:
	try:
		frappe.enqueue(
			"cqs_app.erp.qualification.common_words.count",
			queue="long",
			job_id="cqs-common-words",
			deduplicate=True,
		)
	except Exception:
		frappe.log_error(title="CQS: common words of names not counted")
