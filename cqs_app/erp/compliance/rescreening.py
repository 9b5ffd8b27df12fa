"""Where a change of the lists starts a screening of the whole base. The runs ask the lists: hence the late import."""


def start(reason: str) -> None:
	from cqs_app.erp.compliance import runs

	runs.start(reason)
