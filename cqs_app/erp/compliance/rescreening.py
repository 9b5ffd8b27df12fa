"""Where a change of the lists starts a screening of the whole base. Beside `runs`, which asks the lists: they cannot import
each other."""


def start(reason: str) -> None:
	from cqs_app.erp.compliance import runs

	runs.start(reason)
