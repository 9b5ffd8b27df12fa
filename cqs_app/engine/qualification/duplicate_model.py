"""How much each feature speaks for or against two records being the same party: model `duplicates-1`.

A sum of log odds, as in Fellegi and Sunter, "A Theory for Record Linkage" (Journal of the American Statistical
Association 64, 1969): each feature adds its evidence to `PRIOR`, and the score is the logistic function of the sum.
Between the points of a curve the evidence is interpolated. Name, address and phone were set by hand and then adjusted
on one half of a labelled set (`benchmarks/duplicates.py`); the identifiers, which that set has not, are set by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from itertools import pairwise

VERSION = "duplicates-1"
PRIOR = -2.5
# From where a pair is listed at all, and from where it is called likely (and somebody is warned).
POSSIBLE, LIKELY = 0.4, 0.7

Curve = tuple[tuple[float, float], ...]


class Feature(str, Enum):
	"""What two records are compared by."""

	TAX_ID = "Tax ID"
	BANK_ACCOUNT = "Bank Account"
	NAME = "Name"
	ADDRESS = "Address"
	PHONE = "Phone"
	EMAIL = "E-Mail"
	DOMAIN = "Domain"


# (similarity, log odds), rising. A feature that one of the two has no value for says nothing.
EVIDENCE: Mapping[Feature, Curve] = {
	Feature.TAX_ID: ((0.0, -6.0), (0.8, -1.0), (0.95, 7.0), (1.0, 9.0)),
	Feature.BANK_ACCOUNT: ((0.0, -0.5), (1.0, 7.0)),
	Feature.NAME: ((0.0, -3.0), (0.4, -2.1), (0.6, -0.6), (0.8, 1.2), (0.9, 2.2), (1.0, 3.9)),
	Feature.ADDRESS: ((0.0, -1.2), (0.3, -0.6), (0.5, 0.4), (0.6, 0.9), (0.8, 1.8), (1.0, 5.0)),
	Feature.PHONE: ((0.0, -0.2), (0.8, 1.5), (1.0, 2.2)),
	Feature.EMAIL: ((0.0, 0.0), (1.0, 4.0)),
	Feature.DOMAIN: ((0.0, 0.0), (1.0, 2.2)),
}


def evidence(feature: Feature, similarity: float) -> float:
	"""Log odds for this similarity (0..1)."""
	curve = EVIDENCE[feature]
	for (low, before), (high, after) in pairwise(curve):
		if similarity <= high:
			return before + (after - before) * max(similarity - low, 0.0) / (high - low)
	return curve[-1][1]
