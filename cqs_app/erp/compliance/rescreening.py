"""Where a change of the lists starts a screening of the whole base."""

import importlib.util

ROOM = "cqs_app.erp.compliance.runs"


def start(reason: str) -> None:
	if importlib.util.find_spec(ROOM):
		importlib.import_module(ROOM).start(reason)
