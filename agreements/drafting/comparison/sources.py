"""What can be compared, as far as one may read it: the working copy, versions, model texts, the last signed text and the
one in force on a day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements import policy
from agreements.choices import Status
from agreements.content import Content
from agreements.drafting.model_texts.selection import with_same_alternatives
from agreements.models import Agreement, AgreementTemplate, Instrument, Version
from agreements.texts.assembly import placeholder_values, working_copy
from agreements.texts.filling import filled
from agreements.texts.in_force import text_in_force
from agreements.texts.wording import date_words
from districts.models import User

WORKING_COPY, MODEL, SIGNED, IN_FORCE = "arbeitsstand", "muster", "unterzeichnet", "geltend"


class NothingInForceError(LookupError):
    """No text of the agreement is in force on the day; the message is a German sentence for the reader."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Am {date_words(day)} ist kein Text dieses Vertrags in Kraft. Wählen Sie einen anderen Tag."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSource:
    """A text that can be compared; a model text is filled like the text beside it.

    `on` is there if a day decides which text it is, and returns that one. Raises NothingInForceError.
    """

    label: str
    read: Callable[[], Content]
    on: "Callable[[date], ComparisonSource] | None" = None
    is_model: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


def sources(user: User, instrument: Instrument) -> dict[str, ComparisonSource]:
    """Return what the person may compare, by the word that stands in the address."""
    return {
        **_working_copy(instrument),
        **_versions(user, instrument),
        **_models(instrument),
        **_signed(user, instrument),
    }


def contents(
    instrument: Instrument, before: ComparisonSource, after: ComparisonSource
) -> tuple[Content, Content]:
    """Read two sources. In a model text stands what the instrument itself says, so that only deviations show.

    Of alternatives the model text has the one that the instrument has.
    """
    old, new = before.read(), after.read()
    values = placeholder_values(instrument)
    if before.is_model != after.is_model:
        old, new = (
            with_same_alternatives(old, before.choices, new),
            with_same_alternatives(new, after.choices, old),
        )
    if before.is_model:
        old = _filled(old, values, None if after.is_model else new)
    if after.is_model:
        new = _filled(new, values, None if before.is_model else old)
    return old, new


def _working_copy(instrument: Instrument) -> dict[str, ComparisonSource]:
    """Whoever sees the instrument sees its working copy until a version is frozen in its place."""
    if instrument.frozen_version_id is not None:
        return {}
    return {WORKING_COPY: ComparisonSource(label="Arbeitsstand", read=partial(working_copy, instrument))}


def _versions(user: User, instrument: Instrument) -> dict[str, ComparisonSource]:
    """Versions that were taken back are there only for those who may read every draft.

    What a district was asked about in a Mitzeichnung it may hold against the text of today.
    """
    versions = instrument.versions.defer("content", "source")
    if not policy.verdict(user, "history.draft", instrument).allowed:
        readable = Q(pk=instrument.frozen_version_id)
        if policy.verdict(user, "clearance.view", instrument).allowed:
            readable |= Q(pk__in=instrument.clearance_rounds.values("version"))
        versions = versions.filter(readable)
    return {f"fassung-{version.number}": _version(version) for version in versions}


def _version(version: Version) -> ComparisonSource:
    day = date_words(timezone.localdate(version.made_at))
    name = f" „{version.name}“" if version.name else ""
    return ComparisonSource(label=f"Fassung {version.number}{name} vom {day}", read=version.read)


def _models(instrument: Instrument) -> dict[str, ComparisonSource]:
    own = instrument.template
    published = AgreementTemplate.objects.defer("content").filter(name=own.name)
    return {
        MODEL if model.pk == own.pk else f"{MODEL}-{model.version}": ComparisonSource(
            label=f"Muster „{model.name}“, Version {model.version}",
            read=model.read,
            is_model=True,
            choices=model.read_rules().choices,
        )
        for model in sorted(published, key=lambda model: (model.pk != own.pk, -model.version))
    }


def _signed(user: User, instrument: Instrument) -> dict[str, ComparisonSource]:
    """Return the last signed text, and the one in force on a day, if the reader sees anything signed."""
    signed = policy.visible_instruments(user).filter(agreement=instrument.agreement_id, status=Status.SIGNED)
    last = signed.select_related("frozen_version").order_by("-number").first()
    if last is None or last.frozen_version is None:
        return {}
    read = last.frozen_version.read
    dated = ComparisonSource(
        label="Geltender Text am gewählten Tag",
        read=read,
        on=partial(_in_force, instrument.agreement, signed),
    )
    return {SIGNED: ComparisonSource(label=f"Zuletzt unterzeichnet: {last.name}", read=read), IN_FORCE: dated}


def _in_force(agreement: Agreement, visible: QuerySet[Instrument], day: date) -> ComparisonSource:
    found = text_in_force(agreement, day)
    if found is None or not visible.filter(pk=found.instrument.pk).exists():
        raise NothingInForceError(day)
    label = f"Geltender Text am {date_words(day)}: {found.instrument.name}"
    return ComparisonSource(label=label, read=lambda: found.content)


def _filled(model: Content, values: Mapping[str, str], beside: Content | None) -> Content:
    """Put into a model text what every instrument sets for itself: its values, its term and its people."""
    numbered = {**values, "VERSION": str(beside.version)} if beside else values
    done = filled(model, numbered)
    if beside is None:
        return done
    return replace(
        done,
        number=beside.number,
        version=beside.version,
        file_reference=beside.file_reference,
        signatories=beside.signatories,
        term=replace(model.term, begins_on=beside.term.begins_on, ends_on=beside.term.ends_on),
    )
