"""More uploads that must not count: what attackers have published against signed PDFs, and every place they can change.

Shadow attacks (hide, replace, both), signature wrapping, universal forgery and incremental saving, each against our file.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signing import tampering as t
from tests.signing.hostile import Build, after, before, flipped, last_startxref, raw, root_of
from tests.signing.pki import Pki, revocation_list
from tests.signing.signer import sign

EVIL = b"q 1 0 0 rg 0 0 600 800 re f Q"


def cut(share: float) -> Build:
    """Return a good file that ends early, at a share of what the signing program added."""
    return lambda base, signed, _: signed[: len(base) + int((len(signed) - len(base)) * share)]


def cut_base(share: float) -> Build:
    return lambda base, _, __: base[: int(len(base) * share)]


def flip_base(share: float) -> Build:
    return lambda base, signed, _: flipped(signed, int(len(base) * share))


def flip_update(share: float) -> Build:
    """Flip a bit that the signature covers: behind our bytes, outside of the signature's own."""

    def build(base: bytes, signed: bytes, _: Pki) -> bytes:
        start, end = _hole(signed)
        covered = [*range(len(base) + 1, start), *range(end, len(signed))]
        return flipped(signed, covered[int((len(covered) - 1) * share)])

    return build


def _hole(signed: bytes) -> tuple[int, int]:
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", signed))[-1]
    return int(found[2]), int(found[3])


def patched(old: bytes, new: bytes) -> Build:
    """Return a good file with a word of its last signature exchanged for one as long."""

    def build(base: bytes, signed: bytes, _: Pki) -> bytes:
        place = signed.rindex(old)
        assert place > len(base)
        assert len(old) == len(new)
        return signed[:place] + new + signed[place + len(old) :]

    return build


def wrapped(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Move the signed second part behind something new, and let the signature look for it there."""
    found = list(re.finditer(rb"/ByteRange \[([\d ]+)\](\s*)", signed))[-1]
    first, length, second, rest = (int(number) for number in found[1].split())
    moved = signed[second : second + rest]
    evil = raw(signed[: second + rest], {root_of(signed)[1]: EVIL_STREAM}, b"/Size 9999")
    value = b"/ByteRange [%d %d %d %d]" % (first, length, len(evil), rest)
    head = evil[: found.start()] + value.ljust(len(found[0]))[: len(found[0])] + evil[found.end() :]
    return head + moved


EVIL_STREAM = b"<</Length %d>>stream\n%s\nendstream" % (len(EVIL), EVIL)


def saved_without_table(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Put a new catalog behind the end and no table: forgiving readers find it all the same."""
    root, _size = root_of(signed)
    return signed + b"\n%d 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n" % root


def left_out(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Add a page that the last table does not know, in front of a start that leads back to the good one."""
    changed = t.updated(signed, t.add_page)
    return changed + b"startxref\n%d\n%%%%EOF\n" % last_startxref(signed)


def only_trailer(base: bytes, signed: bytes, _: Pki) -> bytes:
    root, size = root_of(signed)
    start = len(signed) + 1
    return signed + b"\nxref\n0 0\ntrailer\n<</Root %d 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        root,
        size,
        start,
    )


def hybrid(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Add a table that names a second, hidden one for readers that know both kinds."""
    root, size = root_of(signed)
    return raw(signed, {size: EVIL_STREAM}, b"/Root %d 0 R/Size %d/XRefStm 17" % (root, size + 1))


def two_of_one_number(base: bytes, signed: bytes, _: Pki) -> bytes:
    root, size = root_of(signed)
    twice = b"\n%d 0 obj\n<</Type/Catalog>>\nendobj\n" % root
    return raw(
        signed + twice, {root: b"<</Type/Catalog/Pages 2 0 R>>"}, b"/Root %d 0 R/Size %d" % (root, size)
    )


def wrong_place(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Name a place in the table where another object stands."""
    root, size = root_of(signed)
    place, start = signed.index(b" 0 obj"), len(signed) + 1
    table = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n" % (root, place)
    trailer = b"trailer\n<</Root %d 0 R/Size %d/Prev %d>>\n" % (root, size, last_startxref(signed))
    return signed + b"\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def later_generation(base: bytes, signed: bytes, _: Pki) -> bytes:
    root, size = root_of(signed)
    start = len(signed) + 1
    body = b"%d 7 obj\n<</Type/Catalog>>\nendobj\n" % root
    table = b"xref\n%d 1\n%010d 00007 n \n" % (root, start)
    trailer = b"trailer\n<</Root %d 7 R/Size %d/Prev %d>>\n" % (root, size, last_startxref(signed))
    return signed + b"\n" + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def back_to_ours(base: bytes, signed: bytes, _: Pki) -> bytes:
    """Skip the signature's revision: a new one leads straight back to the unsigned file."""
    root, size = root_of(base)
    return raw(
        signed, {size: EVIL_STREAM}, b"/Root %d 0 R/Size %d" % (root, size + 1), previous=last_startxref(base)
    )


def hidden(base: bytes, _: bytes, pki: Pki) -> bytes:
    """Prepare something that nothing refers to, sign, and show it afterwards (shadow attack: hide and replace)."""
    ready = t.updated(base, lambda writer: writer.add_object(generic.StreamObject(stream_data=EVIL)))
    signed = sign(ready, t.FIELD, pki.people["rosa"])
    return t.updated(signed, t.paint)


def covered_then_bared(base: bytes, _: bytes, pki: Pki) -> bytes:
    """Lay something over the text before signing and take it away afterwards (shadow attack: hide)."""
    signed = sign(t.updated(base, t.annotate), t.FIELD, pki.people["rosa"])
    return t.updated(signed, t.on_page("/Annots", generic.ArrayObject))


def prepared_field(base: bytes, _: bytes, pki: Pki) -> bytes:
    """Bring a form field before signing and fill it otherwise afterwards (shadow attack: replace)."""
    signed = sign(t.updated(base, t.add_text_field), t.FIELD, pki.people["rosa"])
    return t.updated(signed, t.in_field("betrag", "/V", lambda: pdf_string("1.000.000 EUR")))


def listed(base: bytes, pki: Pki) -> bytes:
    """Return a file with evidence of its own, which others may change."""
    return sign(
        base,
        t.FIELD,
        pki.people["rosa"],
        lists=(revocation_list(pki.qualified),),
        trusted=(pki.qualified,),
    )


def evidence(change: t.Change) -> Build:
    """Return a file whose evidence was changed after signing."""
    return lambda base, _, pki: t.updated(listed(base, pki), change)


def _evidence(key: str, value: Callable[[IncrementalPdfFileWriter], Any]) -> t.Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        kept = writer.root["/DSS"]
        kept[pdf_name(key)] = value(writer)
        writer.update_container(kept)
        writer.update_root()

    return change


def without(key: str) -> t.Change:
    """Take an entry out of the catalog."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root.pop(pdf_name(key), None)
        writer.update_root()

    return change


def streamed(find: Callable[[IncrementalPdfFileWriter], Any], data: bytes) -> t.Change:
    """Write other bytes into an object that stands there already."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        reference = find(writer)
        writer.objects[(reference.generation, reference.idnum)] = generic.StreamObject(stream_data=data)

    return change


def page_text(writer: IncrementalPdfFileWriter) -> Any:
    return t.page_of(writer).raw_get("/Contents").reference


def attached(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/AF"][0]["/EF"].raw_get("/F").reference


def font_part(key: str) -> Callable[[IncrementalPdfFileWriter], Any]:
    def find(writer: IncrementalPdfFileWriter) -> Any:
        fonts = t.page_of(writer)["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        if key == "/ToUnicode":
            return font.raw_get(key).reference
        return font["/DescendantFonts"][0]["/FontDescriptor"].raw_get(key).reference

    return find


def mark(subtype: str, **entries: Any) -> t.Change:
    """Put an annotation on a page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = t.page_of(writer)
        note = t.names(
            Type=pdf_name("/Annot"), Subtype=pdf_name(subtype), Rect=t.numbers(60, 100, 500, 780), **entries
        )
        page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])

    return change


def in_structure(key: str, value: Callable[[], Any]) -> t.Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        tree = writer.root["/StructTreeRoot"]
        tree[pdf_name(key)] = value()
        writer.update_container(tree)

    return change


def another_name(writer: IncrementalPdfFileWriter) -> None:
    """Rename the attachment."""
    file = writer.root["/AF"][0].get_object()
    file[pdf_name("/UF")] = pdf_string("rechnung.exe")
    writer.update_container(file)


def another_look(writer: IncrementalPdfFileWriter) -> None:
    """Exchange what a signature shows on the page."""
    look = writer.add_object(
        generic.StreamObject(
            t.names(Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=t.numbers(0, 0, 9, 9)),
            stream_data=EVIL,
        )
    )
    t.in_field(t.FIELD, "/AP", lambda: t.names(N=look))(writer)


def other_metadata(signed: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a file with other metadata in the place of its own; the library may not write any itself."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer._update_meta = lambda: None
    place = writer.root.raw_get("/Metadata").reference
    value = writer.root["/Metadata"].data
    new = change(value)
    assert new != value
    kind = t.names(Type=pdf_name("/Metadata"), Subtype=pdf_name("/XML"))
    writer.objects[place.generation, place.idnum] = generic.StreamObject(kind, stream_data=new)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def metadata(change: Callable[[bytes], bytes]) -> Build:
    return lambda _, signed, __: other_metadata(signed, change)


def in_information(writer: IncrementalPdfFileWriter) -> None:
    """Give the file another title where viewers look for it."""
    value = generic.DictionaryObject(writer.prev.trailer["/Info"])
    value[pdf_name("/Title")] = pdf_string("Kaufvertrag")
    writer.set_info(writer.add_object(value))


def _empty(_: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return generic.DictionaryObject()


def _list(_: IncrementalPdfFileWriter) -> generic.ArrayObject:
    return generic.ArrayObject()


def _said(value: Any) -> Callable[[IncrementalPdfFileWriter], Any]:
    return lambda _: value


LINK = {"A": t.names(S=pdf_name("/URI"), URI=pdf_string("https://boese.invalid/"))}
PLACES = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.999)

BYTES: dict[str, Build] = {
    **{f"our file cut at {share:.1%}": cut_base(share) for share in PLACES[:6]},
    **{f"what was added cut at {share:.1%}": cut(share) for share in PLACES},
    **{f"a bit flipped in ours at {share:.1%}": flip_base(share) for share in PLACES[::3]},
    **{f"a bit flipped in what was added at {share:.1%}": flip_update(share) for share in PLACES},
}
FORGERIES: dict[str, Build] = {
    "a signature wrapped": wrapped,
    "a signature without its bytes": patched(b"/Contents <", b"/Contentx <"),
    "a signature without its range": patched(b"/ByteRange [", b"/ByteRangx ["),
    "a signature of no kind": patched(b"/SubFilter", b"/SubFilteX"),
    "saved without a table": saved_without_table,
    "a page that the last table does not know": left_out,
    "a trailer alone": only_trailer,
    "a table for two kinds of readers": hybrid,
    "one number for two objects": two_of_one_number,
    "a table that names the wrong object": wrong_place,
    "a later generation of the catalog": later_generation,
    "a revision that skips the signature": back_to_ours,
    "something hidden, signed and shown": hidden,
    "something covered, signed and bared": covered_then_bared,
    "a field prepared, signed and filled": prepared_field,
    "the evidence taken out": evidence(without("/DSS")),
    "the evidence emptied": evidence(t.in_catalog("/DSS", _empty)),
    "the certificates of the evidence taken out": evidence(_evidence("/Certs", _list)),
    "evidence with a script": evidence(_evidence("/JS", t.script)),
    "evidence that is text": evidence(_evidence("/CRLs", _said(pdf_string("gut")))),
    "metadata of somebody else": metadata(lambda _: b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
    "another title in the metadata": metadata(lambda value: value.replace(b"Kooperation", b"Kauf")),
    "a signature shown otherwise": after(another_look),
    "a signature hidden": after(t.in_field(t.FIELD, "/F", lambda: generic.NumberObject(2))),
    "a signature moved": after(t.in_field(t.FIELD, "/Rect", lambda: t.numbers(0, 0, 10, 10))),
    "a signature's lock lifted": after(
        t.in_field(t.FIELD, "/Lock", lambda: t.names(Action=pdf_name("/None")))
    ),
}
CATALOG: dict[str, t.Change] = {
    "an action when it closes": t.in_catalog("/AA", lambda w: t.names(WC=t.script(w))),
    "a base address": t.in_catalog("/URI", lambda _: t.names(Base=pdf_string("https://boese.invalid/"))),
    "threads": t.in_catalog("/Threads", _list),
    "other outlines": t.in_catalog("/Outlines", lambda _: t.names(Count=generic.NumberObject(0))),
    "other destinations": t.in_catalog("/Dests", _empty),
    "a whole screen": t.in_catalog("/PageMode", _said(pdf_name("/FullScreen"))),
    "no menus": t.in_catalog(
        "/ViewerPreferences", lambda _: t.names(HideMenubar=generic.BooleanObject(True))
    ),
    "a collection of files": t.in_catalog("/Collection", lambda _: t.names(View=pdf_name("/H"))),
    "a form to be rendered": t.in_catalog("/NeedsRendering", _said(generic.BooleanObject(True))),
    "requirements": t.in_catalog("/Requirements", _list),
    "permissions of nobody": t.in_catalog("/Perms", lambda _: t.names(UR3=generic.DictionaryObject())),
    "private data": t.in_catalog("/PieceInfo", _empty),
    "tags switched off": t.in_catalog("/MarkInfo", lambda _: t.names(Marked=generic.BooleanObject(False))),
    "no tags": without("/StructTreeRoot"),
    "no attachment": without("/AF"),
    "no colours": without("/OutputIntents"),
    "no form": without("/AcroForm"),
    "no metadata": without("/Metadata"),
    "metadata that are text": t.in_catalog("/Metadata", _said(pdf_string("PDF/A"))),
    "another title in the information": in_information,
    "values to be drawn anew": t.in_form("/NeedAppearances", lambda: generic.BooleanObject(True)),
    "an order of calculation": t.in_form("/CO", generic.ArrayObject),
    "a link on a page": mark("/Link", **LINK),
    "a stamp on a page": mark("/Stamp", Contents=pdf_string("ungültig")),
    "a redaction on a page": mark("/Redact"),
    "a film on a page": mark("/Screen"),
    "a button over a page": mark("/Widget", FT=pdf_name("/Btn"), T=pdf_string("ja"), **LINK),
    "a note on a layer": mark("/FreeText", OC=t.names(Type=pdf_name("/OCG"), Name=pdf_string("weg"))),
    "no marks on a page": t.on_page("/Annots", generic.ArrayObject),
    "other resources of a page": t.on_page("/Resources", generic.DictionaryObject),
    "another size of a page": t.on_page("/MediaBox", lambda: t.numbers(0, 0, 300, 300)),
    "another unit of a page": t.on_page("/UserUnit", lambda: generic.FloatObject(3)),
    "another order of tabs": t.on_page("/Tabs", lambda: pdf_name("/R")),
    "a page that turns by itself": t.on_page("/Dur", lambda: generic.NumberObject(1)),
    "a page without tags": t.on_page("/StructParents", lambda: generic.NumberObject(999)),
    "another text in the place of a page's": streamed(page_text, EVIL),
    "another content in the attachment's place": streamed(attached, b'{"betrag": 1}'),
    "an attachment renamed": another_name,
    "other words for the same letters": streamed(font_part("/ToUnicode"), b"begincmap endcmap"),
    "another font file": streamed(font_part("/FontFile2"), b"\x00\x01\x00\x00"),
    "other roles of the tags": in_structure("/RoleMap", lambda: t.names(H1=pdf_name("/Artifact"))),
    "tags without leaves": in_structure("/K", generic.ArrayObject),
}
ATTACKS: dict[str, Build] = {
    **BYTES,
    **FORGERIES,
    **{f"{name}, after signing": after(change) for name, change in CATALOG.items()},
    # what is refused before a signature and after it passes through different rules
    **{f"{name}, before signing": before(change) for name, change in list(CATALOG.items())[::4]},
}
