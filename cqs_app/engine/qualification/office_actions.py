"""What in a document of an office program acts by itself: macros, programs inside, and parts that are fetched from
elsewhere when it is opened. Source: ECMA-376 part 2, 9.3 (relationships).
"""

from __future__ import annotations

import re
from xml.parsers import expat

PROGRAMS = (
	"ade adp app appref-ms application bat chm cmd com cpl dll dotm docm exe gadget hta htm html img inf ins iso jar js "
	"jse lnk mde msc msi msix msp mst pif pptm ps1 psm1 py reg scf scr sct search-ms settingcontent-ms sh svg swf sys "
	"url vb vbe vbs vhd vhdx ws wsc wsf wsh xlam xll xlsm xltm"
).split()
MACROS = re.compile(
	r"vbaproject|vbadata|(^|/)activex/|oleobject|(^|/)macrosheets/|^basic/|^scripts/|\.("
	+ "|".join(PROGRAMS)
	+ r")[. ]*$",
	re.IGNORECASE,
)
HARMLESS_TARGET = re.compile(r"\s*(https?://|mailto:)", re.IGNORECASE)


class Malformed(ValueError):
	"""A list of relationships that is no XML, or declares a document type."""


def is_program(member: str) -> bool:
	return bool(MACROS.search(member))


def foreign_part(relationships: bytes) -> str | None:
	"""The address of what is fetched from elsewhere, None = nothing is. Links that a reader clicks are no such part."""
	found: list[str] = []

	def start(tag: str, attributes: dict[str, str]) -> None:
		of = {name.rpartition("}")[2]: value for name, value in attributes.items()}
		if of.get("TargetMode", "").strip().lower() != "external":
			return
		target = of.get("Target", "")
		if not (of.get("Type", "").rstrip().endswith("/hyperlink") and HARMLESS_TARGET.match(target)):
			found.append(target)

	def refuse(*_declared: object) -> None:
		raise Malformed

	parser = expat.ParserCreate(namespace_separator="}")
	parser.StartElementHandler = start
	parser.StartDoctypeDeclHandler = refuse
	try:
		parser.Parse(relationships, True)
	except expat.ExpatError as error:
		raise Malformed from error
	return found[0] if found else None
