"""A signing program: adds a signature to a PDF as external programs do."""

from io import BytesIO
from typing import Any

from asn1crypto import crl
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.rendering.glyphs import FONTS
from tests.signing.pki import Entity, Pki


class _Keeping(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """Leave them alone."""


def store(*entities: Entity) -> SimpleCertificateStore:
    bag = SimpleCertificateStore()
    bag.register_multiple([row.asn1 for row in entities])
    return bag


def clock(pki: Pki) -> timestamps.DummyTimeStamper:
    return timestamps.DummyTimeStamper(pki.clock.asn1, pki.clock.asn1_key, certs_to_embed=store(pki.times))


def sign(
    pdf: bytes,
    field: str,
    who: Entity,
    *,
    stamped_by: Pki | None = None,
    visible: bool = False,
    box: tuple[int, tuple[int, int, int, int]] | None = None,
    lists: tuple[crl.CertificateList, ...] = (),
    trusted: tuple[Entity, ...] = (),
    permit: MDPPerm | None = None,
    keeps_metadata: bool = False,
    stream_xrefs: bool | None = None,
    **more: Any,
) -> bytes:
    """Return the PDF with one more signature.

    `visible` draws a stamp with a font of its own, `box` makes a field of the program's own on a page; `lists` embeds revocation lists, for which the program asks whom
    it trusts. `keeps_metadata` is a program that leaves the file's metadata alone, as most do; pyHanko writes them anew.
    `stream_xrefs` says which kind of directory the update gets, instead of the kind that the file has.
    """
    writer = (_Keeping if keeps_metadata else IncrementalPdfFileWriter)(BytesIO(pdf))
    if stream_xrefs is not None:
        writer.stream_xrefs = stream_xrefs
    if lists:
        more |= {
            "embed_validation_info": True,
            "validation_context": ValidationContext(
                trust_roots=[authority.asn1 for authority in trusted],
                crls=list(lists),
                allow_fetching=False,
                revocation_mode="soft-fail",
            ),
        }
    certified = {"certify": True, "docmdp_permissions": permit} if permit else {}
    meta = signers.PdfSignatureMetadata(
        **{
            "field_name": field,
            "md_algorithm": "sha256",
            "subfilter": SigSeedSubFilter.PADES,
            "name": "Signierprogramm",
            **certified,
            **more,
        }
    )
    signer = signers.SimpleSigner(signing_cert=who.asn1, signing_key=who.asn1_key, cert_registry=store())
    own = SigFieldSpec(field, on_page=box[0], box=box[1]) if box else None
    tool = signers.PdfSigner(
        meta,
        signer,
        timestamper=clock(stamped_by) if stamped_by else None,
        stamp_style=_stamp() if visible else None,
        new_field_spec=own,
    )
    out = BytesIO()
    tool.sign_pdf(writer, output=out, appearance_text_params={"signer": "Signiert"} if visible else None)
    return out.getvalue()


def _stamp() -> TextStampStyle:
    font = GlyphAccumulatorFactory(str(FONTS / "SourceSans3_400Regular.ttf"))
    return TextStampStyle(
        stamp_text="Elektronisch signiert\n%(ts)s",
        timestamp_format="%d.%m.%Y %H:%M",
        border_width=0,
        background_opacity=0,
        text_box_style=TextBoxStyle(font=font, font_size=8),
    )
