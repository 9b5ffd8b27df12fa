"""What an officer looks at before he decides, and the report that a regulator gets."""

from cqs_app.api.arguments import READ, endpoint, readable
from cqs_app.erp.compliance import match_view
from cqs_app.erp.compliance.matches import MATCH


@endpoint(READ)
def look_at_match(match: str) -> dict:
	"""rows (label, mine, theirs, effect), steps of the score, threshold and upper (0 to 1), rights, dossiers, queue."""
	return match_view.of(readable(MATCH, match))
