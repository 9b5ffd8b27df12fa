"""The record of a decision: plain data, one canonical text, and a hash chained to the account's previous record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from cqs_app.engine.credit.decision import Decision
from cqs_app.engine.credit.facts import Facts

GENESIS = "0" * 64


def plain(value: Any) -> Any:
	"""Facts as JSON-ready data: dataclasses and mappings become objects, amounts and dates text."""
	if isinstance(value, Enum):
		return value.value
	if isinstance(value, Decimal):
		return f"{value:f}"
	if isinstance(value, date | datetime):
		return value.isoformat()
	if is_dataclass(value) and not isinstance(value, type):
		return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
	if isinstance(value, Mapping):
		return {str(plain(key)): plain(item) for key, item in value.items()}
	if isinstance(value, list | tuple | set | frozenset):
		return [plain(item) for item in value]
	return value


def snapshot_of(facts: Facts, decision: Decision) -> dict[str, Any]:
	"""Everything needed to repeat the decision: facts, policy version, exposure, findings."""
	return {
		"facts": plain(facts),
		"policy": decision.policy,
		"policy_version": decision.policy_version,
		"exposure_before": plain(decision.exposure.total),
		"effective_limit": plain(decision.limit),
		"outcome": decision.outcome.value,
		"findings": [finding.as_dict() for finding in decision.findings],
	}


def canonical(data: Mapping[str, Any]) -> str:
	"""One text for equal data: sorted keys, no spaces, UTF-8."""
	return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)


def chained_hash(record: Mapping[str, Any], previous_hash: str) -> str:
	"""SHA-256 (hex) over the previous hash and the record's canonical text."""
	return hashlib.sha256(f"{previous_hash}\n{canonical(record)}".encode()).hexdigest()
