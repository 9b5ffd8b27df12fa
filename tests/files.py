"""Small files of every kind that people upload, and ways to break them. Standard library only."""

import io
import struct
import zipfile
import zlib


def make_pdf(*, extra: bytes = b"", version: bytes = b"1.4") -> bytes:
	body = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
	offsets = []
	objects = [
		b"<< /Type /Catalog /Pages 2 0 R >>",
		b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
	]
	if extra:
		objects.append(extra)
	for number, content in enumerate(objects, 1):
		offsets.append(len(body))
		body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
	start = len(body)
	body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
	body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
	body += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
	return body + b"startxref\n%d\n%%%%EOF\n" % start


def packed_objects(content: bytes, *, name: bytes = b"/ObjStm") -> bytes:
	data = zlib.compress(content)
	return b"<< /Type %s /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n" % (name, len(data)) + (
		data + b"\nendstream"
	)


def chunk(kind: bytes, data: bytes) -> bytes:
	return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_png(*, width: int = 8, height: int = 8, shade: int = 200) -> bytes:
	header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
	rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
	data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
	return b"\x89PNG\r\n\x1a\n" + data


def make_jpeg(*, width: int = 8, height: int = 8) -> bytes:
	"""Its structure, not a picture that could be drawn."""
	start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
	frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
	scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34\x56" * 20
	return start + frame + scan + b"\xff\xd9"


def make_zip(members: dict[str, bytes]) -> bytes:
	kept = io.BytesIO()
	with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
		for name, content in members.items():
			packed.writestr(name, content)
	return kept.getvalue()


def make_xlsx(**more: bytes) -> bytes:
	members = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
	return make_zip({**members, **more})


def make_docx(**more: bytes) -> bytes:
	return make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def make_odt(kind: bytes = b"text", **more: bytes) -> bytes:
	mime = b"application/vnd.oasis.opendocument." + kind
	return make_zip({"mimetype": mime, "content.xml": b"<office/>", **more})


def relationship(kind: str, target: str) -> bytes:
	"""A list of one relationship to something outside of the document."""
	space = "http://schemas.openxmlformats.org"
	return (
		f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r" Type="{space}/officeDocument'
		f'/2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
	).encode()
