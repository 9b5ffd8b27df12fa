"""What may be stored of what strangers send, judged by its bytes."""

import base64
import zlib

import pytest

from cqs_app.engine.qualification.uploads import MB, RefusedUpload, accept, safe_name
from tests.files import (
	chunk,
	make_docx,
	make_jpeg,
	make_odt,
	make_pdf,
	make_png,
	make_xlsx,
	make_zip,
	packed_objects,
	relationship,
)

GOOD = {
	"extract.pdf": make_pdf(),
	"scan.png": make_png(),
	"Scan.JPG": make_jpeg(),
	"scan.jpeg": make_jpeg() + b"\0\0",
	"balance.xlsx": make_xlsx(),
	"letter.docx": make_docx(),
	"letter.odt": make_odt(),
	"figures.ods": make_odt(b"spreadsheet"),
	"packed.pdf": make_pdf(extra=packed_objects(b"1 0 << /Type /Page >>")),
	"links.pdf": make_pdf(
		extra=b"<</URI(https://a.example/(b))>><</URI(mailto:a@b.example)>><</URI(www.a.example)>>"
	),
	"linked.docx": make_docx(
		**{"word/_rels/document.xml.rels": relationship("hyperlink", "https://a.example")}
	),
	"picture.pdf": make_pdf(extra=packed_objects(bytes(range(256)) * 3, name=b"/XObject")),
	"picture of JavaScript.pdf": make_pdf(extra=b"<< /Title (JavaScript and Launch) >>"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_accepted(name):
	upload = accept(name, GOOD[name], most_mb=10)
	assert upload.file_name == name
	assert len(upload.content_hash) == 64


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_every_file_that_is_cut_short_is_refused(name, part):
	content = GOOD[name]
	with pytest.raises(RefusedUpload):
		accept(name, content[: int(len(content) * part)], most_mb=10)


ACTIVE = {
	"script": make_pdf(extra=b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
	"escaped": make_pdf(extra=b"<< /S /J#61vaScript /JS (x) >>"),
	"launch": make_pdf(extra=b"<< /S /Launch /F (cmd.exe) >>"),
	"attached": make_pdf(extra=b"<< /Type /EmbeddedFile >>"),
	"names": make_pdf(extra=b"<< /EmbeddedFiles 5 0 R >>"),
	"media": make_pdf(extra=b"<< /Subtype /RichMedia >>"),
	"submits": make_pdf(extra=b"<< /S /SubmitForm /F (http://x) >>"),
	"packed": make_pdf(extra=packed_objects(b"1 0 << /S /JavaScript >>")),
	"key of a script": make_pdf(extra=b"<< /JS (x) >>"),
	"other file": make_pdf(extra=b"<< /S /GoToR /F (x.pdf) >>"),
	"share": make_pdf(extra=rb"<< /S /URI /URI (\\\\host\\x) >>"),
	"share in octal": make_pdf(extra=rb"<< /S /URI /URI (\134\134host) >>"),
	"share in hex": make_pdf(extra=b"<< /S /URI /URI <5c5c686f7374> >>"),
	"file": make_pdf(extra=b"<< /S /URI /URI (file:///c:/x) >>"),
	"packed twice": make_pdf(extra=packed_objects(zlib.compress(b"1 0 << /S /JavaScript >>"))),
	"packed in digits": make_pdf(
		extra=packed_objects(zlib.compress(b"1 0 <</JS(x)>>").hex().encode() + b">")
	),
	"packed in 85": make_pdf(
		extra=packed_objects(base64.a85encode(zlib.compress(b"1 0 <</JS(x)>>")) + b"~>")
	),
	"packed elsewhere": make_pdf(extra=packed_objects(b"1 0 << /S /Launch >>", name=b"9 0 R")),
	"packed far down": make_pdf(extra=packed_objects(b" \n" * 40_000 + b"1 0 << /S /Launch >>")),
	"packed and escaped": make_pdf(extra=packed_objects(b"1 0 << /S /#4aavaScript >>", name=b"/Obj#53tm")),
}


@pytest.mark.parametrize("kind", ACTIVE)
def test_a_pdf_that_acts_by_itself_is_refused(kind):
	with pytest.raises(RefusedUpload, match="acts by itself"):
		accept("a.pdf", ACTIVE[kind], most_mb=10)


BAD = {
	"nothing": ("a.pdf", b"", "empty"),
	"zeros": ("a.pdf", b"\0" * 2000, "empty"),
	"html": ("a.html", b"<html><script>alert(1)</script></html>", "not accepted"),
	"html in disguise": ("a.pdf", b"<html><script>alert(1)</script></html>", "not accepted"),
	"html before pdf": ("a.pdf", b"<html>" + make_pdf(), "not accepted"),
	"svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not accepted"),
	"svg in disguise": ("a.png", b"<svg onload='alert(1)'/>", "not accepted"),
	"exe": ("a.exe", b"MZ\x90\x00" + b"\0" * 200, "not accepted"),
	"exe in disguise": ("a.pdf", b"MZ\x90\x00" + b"\1" * 200, "not accepted"),
	"pdf as exe": ("a.pdf.exe", make_pdf(), "not accepted"),
	"pdf as html": ("a.html", make_pdf(), "not accepted"),
	"pdf as png": ("a.png", make_pdf(), "its content is PDF"),
	"png as jpg": ("a.jpg", make_png(), "its content is PNG"),
	"xlsx as docx": ("a.docx", make_xlsx(), "its content is XLSX"),
	"no extension": ("statement", make_pdf(), "not accepted"),
	"old office": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 600, "not accepted"),
	"csv": ("a.csv", b"a,b\n1,2\n", "not accepted"),
	"any zip": ("a.xlsx", make_zip({"readme.txt": b"hello"}), "not accepted"),
	"encrypted pdf": ("a.pdf", make_pdf(extra=b"<< /Encrypt 5 0 R >>"), "password"),
	"no version": ("a.pdf", make_pdf(version=b"x"), "damaged"),
	"broken picture": ("a.png", make_png().replace(b"IDAT", b"IDAX"), "damaged"),
	"png and more": ("a.png", make_png() + make_zip({"x": b"y"}), "damaged"),
	"flat png": ("a.png", make_png(width=0), "damaged"),
	"bomb png": ("a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\1\0\0\0\1\0\0\x08\0\0\0\0"), "damaged"),
	"bomb jpeg": ("a.jpg", make_jpeg(width=65000, height=65000), "damaged"),
	"jpeg without size": ("a.jpg", make_jpeg().replace(b"\xff\xc0", b"\xff\xe1"), "damaged"),
	"macro": ("a.xlsx", make_xlsx(**{"xl/vbaProject.bin": b"x"}), "acts by itself"),
	"macro type": (
		"a.docx",
		make_docx(**{"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"}),
		"acts by",
	),
	"object": ("a.docx", make_docx(**{"word/embeddings/oleObject1.bin": b"x"}), "acts by itself"),
	"basic": ("a.odt", make_odt(**{"Basic/Standard/Module1.xml": b"x"}), "acts by itself"),
	"template": (
		"a.docx",
		make_docx(**{"word/_rels/settings.xml.rels": relationship("attachedTemplate", "http://x/y.dotm")}),
		"acts by itself",
	),
	"link to a share": (
		"a.xlsx",
		make_xlsx(**{"xl/_rels/x.rels": relationship("hyperlink", "file://host/x")}),
		"acts by itself",
	),
	"relationships with a type": ("a.docx", make_docx(**{"_rels/.rels": b"<!DOCTYPE x><x/>"}), "damaged"),
	"shortcut": ("a.docx", make_docx(**{"word/embeddings/run.lnk": b"x"}), "acts by itself"),
	"packed unknown": (
		"a.pdf",
		make_pdf(extra=packed_objects(b"1 0 <<>>", name=b"/ObjStm /DecodeParms << /Predictor 12 >>")),
		"damaged",
	),
	"program": ("a.docx", make_docx(**{"word/run.exe": b"x"}), "acts by itself"),
	"climbs out": ("a.xlsx", make_xlsx(**{"../../x.txt": b"x"}), "damaged"),
	"zip bomb": ("a.xlsx", make_xlsx(**{"xl/big.xml": b"0" * (5 * MB)}), "damaged"),
	"many members": ("a.xlsx", make_xlsx(**{f"xl/{at}.xml": b"" for at in range(2001)}), "damaged"),
	"changed inside": (
		"a.xlsx",
		make_xlsx().replace(b"xl/workbook.xml", b"xl/workbook.xmL", 1),
		"damaged",
	),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_refused_with_a_reason(kind):
	name, content, said = BAD[kind]
	with pytest.raises(RefusedUpload, match=said):
		accept(name, content, most_mb=10)


def test_the_size_counts_to_the_byte():
	content = make_pdf()
	padded = content.replace(b"%\xe2", b"%" + b" " * (MB - len(content)) + b"\xe2", 1)
	assert len(padded) == MB
	accept("a.pdf", padded, most_mb=1)
	with pytest.raises(RefusedUpload, match="larger than 1 MB"):
		accept("a.pdf", padded.replace(b"% ", b"%  ", 1), most_mb=1)


@pytest.mark.parametrize(
	("given", "safe"),
	[
		("../../etc/passwd.pdf", "passwd.pdf"),
		("C:\\Users\\x\\statement.pdf", "statement.pdf"),
		("a<script>.pdf", "a_script_.pdf"),
		("\u202efdp.exe", "fdp.exe"),
		("a\r\nb\0.pdf", "ab.pdf"),
		(".htaccess", "htaccess"),
		("...", "document"),
		("", "document"),
		("Übersicht 2025.pdf", "Übersicht 2025.pdf"),
		("x" * 300 + ".pdf", "x" * 88 + ".pdf"),
	],
)
def test_names_are_made_harmless(given, safe):
	assert safe_name(given) == safe
