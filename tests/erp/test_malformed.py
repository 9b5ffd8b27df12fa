"""Malformed and forged calls over HTTP: a clear 4xx each, and nothing written. benchmarks/malformed.py has them all."""

import pytest

from benchmarks.kit.malformed import Prober

CALLS = 60


@pytest.mark.committed
def test_each_malformed_call_gets_a_clear_4xx_and_writes_nothing():
	with Prober() as prober:
		answers = [prober.send(call) for call in prober.calls(CALLS)]
		swallowed = prober.swallowing()
	assert [str(answer) for answer in answers if answer.problems] == []
	assert [line for line in swallowed if "PROBLEM" in line] == []
