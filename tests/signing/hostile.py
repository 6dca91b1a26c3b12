"""Hostile uploads, each built from the issued file, a valid signed file and the certificates."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm

from agreements.rendering.pdf import PdfKind, render_pdf
from tests.rendering.printed import render
from tests.rendering.sample import short_content
from tests.scenario import PNG
from tests.signing import tampering as t
from tests.signing.pki import Pki
from tests.signing.signer import clock, sign

Build = Callable[[bytes, bytes, Pki], bytes]
MIB = 1024 * 1024


def zipped(comment: bytes = b"") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("boese.txt", "x")
        archive.comment = comment
    return out.getvalue()


def flipped(pdf: bytes, place: int) -> bytes:
    """Return the bytes with one bit flipped."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def last_startxref(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)\s+%%EOF", pdf)[-1])


def raw(pdf: bytes, objects: dict[int, bytes], trailer: bytes, *, previous: int | None = None) -> bytes:
    """Append objects and a cross-reference table."""
    out, places = pdf + b"\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    back = b"/Prev %d" % (last_startxref(pdf) if previous is None else previous)
    return out + b"trailer\n<<%s %s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, back, start)


def root_of(pdf: bytes) -> tuple[int, int]:
    """Return the number of the catalog and the size of the table."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return file.Root.objgen[0], int(file.trailer.Size)


def new_catalog(pdf: bytes, body: bytes, **more: bytes) -> bytes:
    root, size = root_of(pdf)
    extra = {size + index: value for index, value in enumerate(more.values())}
    trailer = b"/Root %d 0 R /Size %d" % (root, size + len(extra) + 1)
    return raw(pdf, {root: body.replace(b"@NEXT", b"%d 0 R" % size), **extra}, trailer)


def whole_new_file(base: bytes, _: bytes, __: Pki) -> bytes:
    """Append another document that does not refer to the issued bytes."""
    at = len(base) + 1
    out = base + b"\n"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    assert at < start
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n" % start


def byte_range(change: Callable[[list[int]], list[int]]) -> Build:
    """Change the /ByteRange of the signature."""

    def build(_: bytes, signed: bytes, __: Pki) -> bytes:
        found = list(re.finditer(rb"/ByteRange \[([\d ]+)\](\s*)", signed))[-1]
        old = [int(number) for number in found[1].split()]
        new = b"/ByteRange [" + b" ".join(b"%d" % number for number in change(old)) + b"]"
        return signed[: found.start()] + new.ljust(len(found[0])) + signed[found.end() :]

    return build


def contents(change: Callable[[bytes], bytes]) -> Build:
    """Change the /Contents of the signature, keeping its length."""

    def build(_: bytes, signed: bytes, __: Pki) -> bytes:
        found = list(re.finditer(rb"/Contents <([0-9A-F]+)>", signed))[-1]
        new = change(found[1])[: len(found[1])].ljust(len(found[1]), b"0")
        return signed[: found.start(1)] + new + signed[found.end(1) :]

    return build


def sub_filter(name: bytes) -> Build:
    def build(_: bytes, signed: bytes, __: Pki) -> bytes:
        old = b"/ETSI.CAdES.detached"
        place = signed.rindex(old)
        return signed[:place] + name.ljust(len(old)) + signed[place + len(old) :]

    return build


def after(change: t.Change) -> Build:
    """Change the file after signing."""
    return lambda _, signed, __: t.updated(signed, change)


def before(change: t.Change) -> Build:
    """Change the file before signing."""
    return lambda base, _, pki: sign(t.updated(base, change), t.FIELD, pki.people["rosa"])


def by(person: str, **more: object) -> Build:
    """Sign by an untrusted certificate."""
    return lambda base, _, pki: sign(base, t.FIELD, pki.people[person], **more)


def closed_and_signed_again(base: bytes, _: bytes, pki: Pki) -> bytes:
    first = sign(base, t.FIELD, pki.people["rosa"], permit=MDPPerm.NO_CHANGES)
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(first))
    meta = signers.PdfSignatureMetadata(field_name=t.OTHER_FIELD)
    who = pki.people["viktor"]
    signer = signers.SimpleSigner(signing_cert=who.asn1, signing_key=who.asn1_key, cert_registry=None)
    tool = signers.PdfSigner(meta, signer)
    tool._enforce_certification_constraints = lambda *_: None
    tool.sign_pdf(writer, output=out)
    return out.getvalue()


def stamped_only(base: bytes, _: bytes, pki: Pki) -> bytes:
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(base))
    signers.PdfTimeStamper(clock(pki)).timestamp_pdf(writer, "sha256", output=out)
    return out.getvalue()


def bomb(base: bytes, _: bytes, __: Pki) -> bytes:
    """Append metadata that decompress to 1.5 GB."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(1536)) + packer.flush()
    twice = zlib.compress(packed, 9)
    stream = b"<</Type/Metadata/Subtype/XML/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream"
    return new_catalog(base, b"<</Type/Catalog/Metadata @NEXT>>", metadata=stream % (len(twice), twice))


def many_revisions(base: bytes, _: bytes, __: Pki, *, number: int = 3000) -> bytes:
    out = base
    root, size = root_of(base)
    for _number in range(number):
        tail = out[-200:]
        start = int(re.findall(rb"startxref\s+(\d+)", tail)[-1]) if out is not base else last_startxref(base)
        place = len(out) + 1
        out += (
            b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root %d 0 R/Size %d/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
            % (
                root,
                size,
                start,
                place,
            )
        )
    return out


def loop(base: bytes, _: bytes, __: Pki) -> bytes:
    root, size = root_of(base)
    return raw(base, {}, b"/Root %d 0 R/Size %d" % (root, size), previous=len(base) + 1)


def encrypted_update(base: bytes, _: bytes, __: Pki) -> bytes:
    root, size = root_of(base)
    body = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
    trailer = b"/Root %d 0 R/Size %d/Encrypt %d 0 R/ID[<00><00>]" % (root, size + 1, size)
    return raw(base, {size: body}, trailer)


def freed(base: bytes, signed: bytes, _: Pki) -> bytes:
    root, size = root_of(signed)
    start = len(signed) + 1
    table = b"xref\n0 1\n0000000000 65535 f \n3 1\n0000000000 00001 f \n"
    trailer = b"trailer\n<</Root %d 0 R/Size %d/Prev %d>>\n" % (root, size, last_startxref(signed))
    return signed + b"\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def other_file(base: bytes, _: bytes, pki: Pki) -> bytes:
    return sign(render(short_content("Etwas ganz anderes.")), t.FIELD, pki.people["rosa"])


def other_version(base: bytes, _: bytes, pki: Pki) -> bytes:
    return sign(render(replace(short_content(), version=9)), t.FIELD, pki.people["rosa"])


def other_moment(base: bytes, _: bytes, pki: Pki) -> bytes:
    moment = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)
    again = render_pdf(short_content(), kind=PdfKind.EXECUTION, moment=moment)
    return sign(again, t.FIELD, pki.people["rosa"])


DEEP = 200_000
NESTED = b"[" * DEEP + b"]" * DEEP
NESTED_DICTIONARY = b"<</A" * DEEP + b" 1" + b">>" * DEEP

OUTER: dict[str, Build] = {
    "nothing but a header": lambda b, s, p: b"%PDF-1.7\n",
    "text": lambda b, s, p: b"Ich habe unterschrieben. Rosa Rathaus\n",
    "a page of the web": lambda b, s, p: b"<!doctype html><script>alert(1)</script>",
    "a picture named .pdf": lambda b, s, p: PNG,
    "an archive": lambda b, s, p: zipped(),
    "zeros": lambda b, s, p: bytes(MIB),
    "twenty megabytes behind our bytes": lambda b, s, p: b + bytes(19 * MIB),
    "half of the issued file": lambda b, s, p: b[: len(b) // 2],
    "all but the last byte": lambda b, s, p: b[:-1],
    "unsigned": lambda b, s, p: b,
    "white space behind": lambda b, s, p: b + b"\n \n",
    "a little garbage behind": lambda b, s, p: b + b"\x00\xff garbage",
    "cut in the middle of the signature": lambda b, s, p: s[: len(b) + (len(s) - len(b)) // 2],
    "the end cut off": lambda b, s, p: s[:-200],
    "the last line cut off": lambda b, s, p: s[: s.rindex(b"startxref")],
    "a bit flipped in our bytes": lambda b, s, p: flipped(s, len(b) // 2),
    "a bit flipped at the front": lambda b, s, p: flipped(s, 6),
    "a bit flipped in what was signed": lambda b, s, p: flipped(
        s, s.index(b"/Reason") + 10 if b"/Reason" in s[len(b) :] else len(b) + 60
    ),
    "a picture in front": lambda b, s, p: b"GIF89a" + s,
    "white space in front": lambda b, s, p: b"\n" + s,
    "a script in front": lambda b, s, p: b"#!/bin/sh\nexit\n" + s,
    "an archive behind": lambda b, s, p: s + zipped(),
    "an archive behind that ends like a PDF": lambda b, s, p: (
        s + zipped(b"\nstartxref\n%d\n%%%%EOF\n" % last_startxref(s))
    ),
    "a page of the web behind": lambda b, s, p: (
        s + b"<script>alert(1)</script>\nstartxref\n%d\n%%%%EOF\n" % last_startxref(s)
    ),
    "written anew": lambda b, s, p: t.rewritten(s),
    "written anew, linearised": lambda b, s, p: t.rewritten(s, linearize=True),
    "encrypted": lambda b, s, p: t.rewritten(s, encryption=pikepdf.Encryption(owner="o", user="u")),
    "encrypted without password": lambda b, s, p: t.rewritten(
        s, encryption=pikepdf.Encryption(owner="o", user="")
    ),
    "an update that encrypts": encrypted_update,
    "another file": other_file,
    "another version": other_version,
    "rendered at another moment": other_moment,
}
TABLES: dict[str, Build] = {
    "a whole new file behind ours": whole_new_file,
    "a table that leads to itself": loop,
    "a table that leads to nowhere": lambda b, s, p: raw(b, {}, b"/Root 1 0 R/Size 9", previous=7),
    "a table that leads behind the end": lambda b, s, p: raw(b, {}, b"/Root 1 0 R/Size 9", previous=10**9),
    "a start behind the end": lambda b, s, p: s + b"\nstartxref\n99999999\n%%EOF\n",
    "a start before the beginning": lambda b, s, p: s + b"\nstartxref\n-5\n%%EOF\n",
    "an object freed": freed,
    "three thousand revisions": many_revisions,
    "the catalog replaced": lambda b, s, p: new_catalog(s, b"<</Type/Catalog>>"),
    "no catalog": lambda b, s, p: raw(b, {}, b"/Size 9"),
    "arrays in arrays": lambda b, s, p: new_catalog(b, b"<</Type/Catalog/Names " + NESTED + b">>"),
    "dictionaries in dictionaries": lambda b, s, p: new_catalog(b, NESTED_DICTIONARY),
    "a page tree that bites its tail": lambda b, s, p: new_catalog(
        b, b"<</Type/Catalog/Pages @NEXT>>", pages=b"<</Type/Pages/Count 5/Kids[%d 0 R]>>" % root_of(b)[1]
    ),
    "a billion pages": lambda b, s, p: new_catalog(
        b, b"<</Type/Catalog/Pages @NEXT>>", pages=b"<</Type/Pages/Count 1000000000/Kids[]>>"
    ),
    "a hundred thousand kids": lambda b, s, p: new_catalog(
        b,
        b"<</Type/Catalog/Pages @NEXT>>",
        pages=b"<</Type/Pages/Count 100000/Kids[" + b"%d 0 R " % root_of(b)[1] * 100_000 + b"]>>",
    ),
    "a form that contains itself": lambda b, s, p: new_catalog(
        b,
        b"<</Type/Catalog/AcroForm<</Fields[@NEXT]>>>>",
        field=b"<</FT/Sig/T(a)/Kids[%d 0 R]>>" % root_of(b)[1],
    ),
    "a bomb": bomb,
}
SIGNATURES: dict[str, Build] = {
    "a range that leaves a hole": byte_range(lambda r: [r[0], r[1] - 50, r[2], r[3]]),
    "a range that ends early": byte_range(lambda r: [r[0], r[1], r[2], r[3] - 9]),
    "a range that starts late": byte_range(lambda r: [9, r[1] - 9, r[2], r[3]]),
    "a range behind the end": byte_range(lambda r: [r[0], r[1], r[2], 10**9]),
    "a range of one part": byte_range(lambda r: [r[0], r[1]]),
    "a range backwards": byte_range(lambda r: [r[2], r[3], r[0], r[1]]),
    "an empty range": byte_range(lambda r: []),
    "a signature of zeros": contents(lambda old: b""),
    "a signature of nested sequences": contents(lambda old: b"3080" * len(old)),
    "a signature that claims a great length": contents(lambda old: b"3084FFFFFFFF" + old[12:]),
    "a signature with a bit flipped": contents(
        lambda old: old[:700] + (b"0" if old[700:701] != b"0" else b"1") + old[701:]
    ),
    "a signature that is not hex": contents(lambda old: b"ZZ" * len(old)),
    "an old kind of signature": sub_filter(b"/adbe.x509.rsa_sha1"),
    "an unknown kind of signature": sub_filter(b"/adbe.pkcs7.sha1"),
    "a made-up kind of signature": sub_filter(b"/Mein.Verfahren"),
    "a time stamp alone": stamped_only,
    "closed, and signed again": closed_and_signed_again,
    "a certificate of one's own making": by("self_made"),
    "an authority that nobody trusts": by("stranger"),
    "an expired certificate": by("expired"),
    "a weak digest": by("rosa", md_algorithm="sha1"),
    "a visible field on the text": lambda b, s, p: sign(
        b, "eigenes", p.people["rosa"], box=(2, (60, 100, 500, 780))
    ),
}
CHANGES: dict[str, t.Change] = {
    "text painted over": t.paint,
    "a note on a page": t.annotate,
    "another attachment": t.attach,
    "a page added": t.add_page,
    "a page taken out": t.drop_page,
    "a page turned": t.on_page("/Rotate", lambda: generic.NumberObject(180)),
    "a page cropped": t.on_page("/CropBox", lambda: t.numbers(0, 0, 100, 100)),
    "a page with an action": t.on_page("/AA", lambda: t.names(O=t.script(None))),
    "a field with a value": t.add_text_field,
    "a script at opening": t.in_catalog("/OpenAction", t.script),
    "a script in the names": t.in_catalog("/Names", lambda w: t.names(JavaScript=t.script(w))),
    "other page labels": t.in_catalog("/PageLabels", lambda w: t.names(Nums=generic.ArrayObject())),
    "layers": t.in_catalog("/OCProperties", lambda w: t.names(OCGs=generic.ArrayObject())),
    "another language": t.in_catalog("/Lang", lambda w: pdf_string("en")),
    "a form of another kind": t.in_form("/XFA", lambda: pdf_string("<xdp/>")),
    "a field moved": t.in_field(t.OTHER_FIELD, "/Rect", lambda: t.numbers(0, 0, 600, 800)),
    "a field renamed": t.in_field(t.OTHER_FIELD, "/T", lambda: pdf_string("anders")),
    "a field spoken otherwise": t.in_field(t.OTHER_FIELD, "/TU", lambda: pdf_string("Hier klicken")),
    "a field with a script": t.in_field(t.OTHER_FIELD, "/A", lambda: t.script(None)),
    "a field taken out": t.drop_field,
    "a field filled with a text": t.in_field(t.OTHER_FIELD, "/V", lambda: pdf_string("gez. Verein")),
    "another font": t.another_font,
    "another spoken text": t.another_alternative,
}
ONLY_AFTER: dict[str, t.Change] = {
    "the signature taken out": t.unsign,
    "the signature copied": t.swap_signatures,
}

HOSTILE: dict[str, Build] = {
    **OUTER,
    **TABLES,
    **SIGNATURES,
    **{f"{name}, after signing": after(change) for name, change in {**CHANGES, **ONLY_AFTER}.items()},
    **{f"{name}, before signing": before(change) for name, change in CHANGES.items()},
}
