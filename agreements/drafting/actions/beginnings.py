"""What the draft of a contract begins with: a model text, another agreement, a pasted text, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from agreements.amendments.application import without_repealed
from agreements.choices import Addressee, Side
from agreements.content import Content, Party, Term
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.drafting.copying import Remark, copied_content, points_to_check
from agreements.drafting.model_texts.selection import Selection, selected_content
from agreements.models import AgreementTemplate, Instrument
from agreements.template_rules import TemplateRules
from agreements.texts.assembly import raw_copy
from agreements.texts.association import ADDRESS, NAME, SHORT
from agreements.texts.in_force import signed_texts
from districts.models import User

PARTIES = (
    Party(
        side=Side.DISTRICT,
        line="Land Berlin, vertreten durch das Bezirksamt [BEZIRK] von Berlin",
        short="Bezirk",
        address="[BEZIRKSAMT_ANSCHRIFT]",
    ),
    Party(side=Side.ASSOCIATION, line=f"[{NAME}]", short=SHORT, address=f"[{ADDRESS}]"),
)
NO_EXTENSION = Term(extension_months=0, notice_months=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The first content of a draft, placeholders unfilled.

    `source` completes „Entwurf angelegt aus …“ in the history, `facts` are recorded with it. `remarks` become comments for
    the team: what has to be looked at again.
    """

    content: Content
    source: str
    template: AgreementTemplate | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()

    @property
    def rules(self) -> TemplateRules:
        """The rules of the model text, if there is one."""
        return self.template.read_rules() if self.template else TemplateRules()


def from_model(template: AgreementTemplate, selection: Selection) -> Beginning:
    """Begin with a model text. Raises ActionRefused for a selection that it does not offer."""
    return Beginning(
        content=selected_content(template.read(), template.read_rules(), selection),
        source=str(template),
        template=template,
        facts={
            "template_fingerprint": template.fingerprint,
            "left_out": sorted(selection.left_out),
            "chosen": dict(selection.chosen),
        },
    )


def empty(title: str) -> Beginning:
    """Begin with title and parties only."""
    content = Content(number=0, version=0, title=title, subject="", parties=PARTIES, term=NO_EXTENSION)
    return Beginning(content=content, source="einem leeren Blatt")


def from_agreement(source: Instrument, *, follows: bool = False) -> Beginning:
    """Begin with the text and the obligations of another contract.

    One that `follows` it takes over what its signed amendments made of it, and the names of its district are its own.

    Its signatories, term, file reference, values of placeholders, comments and deviations stay where they are. What
    the model text locks is taken from there, since the reason to deviate belongs to the other contract.
    """
    raw = _amended_text(source) if follows else raw_copy(source)
    model = source.template.read() if source.template else None
    content, restored = copied_content(raw, model, source.rules)
    return Beginning(
        content=content,
        source=f"einer Kopie von {source.agreement.reference}, {source.name}",
        template=source.template,
        facts={"copied_from": source.agreement.reference},
        remarks=[
            *restored,
            *points_to_check(content, [source.file_reference] if follows else _names(source)),
        ],
    )


def _amended_text(source: Instrument) -> Content:
    """Return the text with all signed amendments; placeholders are unfilled only where there are none."""
    texts = signed_texts(source.agreement)
    if texts is None or not texts.amendments:
        return raw_copy(source)
    return without_repealed(texts.composed(date.max).content)


def write_remarks(instrument: Instrument, remarks: Iterable[Remark], *, by: User, at: datetime) -> None:
    """Write each remark as a comment for the team at its clause or obligation."""
    for remark in remarks:
        target = CommentTarget(clause=remark.clause, duty=remark.duty)
        open_thread(instrument, target=target, addressee=Addressee.TEAM, text=remark.text, by=by, at=at)


def _names(source: Instrument) -> list[str]:
    """Return the names that belong to the other district: its own, its social spaces, people, file reference."""
    district = source.agreement.district
    names = [person.name for person in source.signatories.all()]
    names += [source.file_reference, *map(str, source.placeholders.values())]
    if district:
        names += [district.name, *(space.name for space in district.social_spaces.all())]
    return [name for name in names if name]
