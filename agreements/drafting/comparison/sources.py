"""Sources of a comparison: working copy, versions, model texts, signed text, text in force on a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements import policy
from agreements.amendments.composition import UncomposableTextError
from agreements.choices import Status
from agreements.content import Content
from agreements.drafting.model_texts.selection import with_same_alternatives
from agreements.models import Agreement, AgreementTemplate, Instrument, Version
from agreements.texts.amended_text import signed_whole
from agreements.texts.assembly import placeholder_values, whole_copy, whole_version
from agreements.texts.filling import fill_content
from agreements.texts.in_force import misfit_words, text_in_force
from agreements.texts.wording import date_words
from districts.models import User

WORKING_COPY, MODEL, SIGNED, IN_FORCE = "arbeitsstand", "muster", "unterzeichnet", "geltend"


class NotInForceError(LookupError):
    """There is no text of the agreement in force on the day; the message is shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonSource:
    """A text that can be compared.

    `on`, if set, returns the source for a day and raises NotInForceError.
    """

    label: str
    read: Callable[[], Content]
    on: "Callable[[date], ComparisonSource] | None" = None
    is_model: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


def available_sources(user: User, instrument: Instrument) -> dict[str, ComparisonSource]:
    """Return the sources that the user may read, by their value in the URL."""
    return {
        **_working_copy(instrument),
        **_versions(user, instrument),
        **_models(instrument),
        **_signed(user, instrument),
    }


def read_contents(
    instrument: Instrument, before: ComparisonSource, after: ComparisonSource
) -> tuple[Content, Content]:
    """Read two sources. A model text gets the values and alternatives of the instrument, so that only deviations differ."""
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
    """Return the working copy, which everybody who sees the instrument may read until a version is frozen."""
    if instrument.frozen_version_id is not None:
        return {}
    return {WORKING_COPY: ComparisonSource(label="Arbeitsstand", read=partial(whole_copy, instrument))}


def _versions(user: User, instrument: Instrument) -> dict[str, ComparisonSource]:
    """Return all versions for readers of drafts, else the frozen one and those of clearance rounds."""
    versions = instrument.versions.defer("content", "source")
    if not policy.verdict(user, "history.draft", instrument).allowed:
        readable = Q(pk=instrument.frozen_version_id)
        if policy.verdict(user, "clearance.view", instrument).allowed:
            readable |= Q(pk__in=instrument.clearance_rounds.values("version"))
        versions = versions.filter(readable)
    return {f"fassung-{version.number}": _version(version, instrument) for version in versions}


def _version(version: Version, instrument: Instrument) -> ComparisonSource:
    day = date_words(timezone.localdate(version.made_at))
    name = f" „{version.name}“" if version.name else ""
    return ComparisonSource(
        label=f"Fassung {version.number}{name} vom {day}",
        read=lambda: whole_version(version, placeholder_values(instrument)),
    )


def _models(instrument: Instrument) -> dict[str, ComparisonSource]:
    own = instrument.template
    if own is None:
        return {}
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
    """Return the last signed text and the text in force on a day, if the user may see a signed instrument."""
    signed = policy.visible_instruments(user).filter(agreement=instrument.agreement_id, status=Status.SIGNED)
    last = signed.select_related("frozen_version", "amendment").order_by("-number").first()
    if last is None:
        return {}
    read = partial(signed_whole, last)
    dated = ComparisonSource(
        label="Geltender Text am gewählten Tag",
        read=read,
        on=partial(_in_force, instrument.agreement, signed),
    )
    label = f"{'Nacherfasst' if last.made_elsewhere else 'Zuletzt unterzeichnet'}: {last.name}"
    return {SIGNED: ComparisonSource(label=label, read=read), IN_FORCE: dated}


def _in_force(agreement: Agreement, visible: QuerySet[Instrument], day: date) -> ComparisonSource:
    try:
        current = text_in_force(agreement, day)
    except UncomposableTextError as error:
        raise NotInForceError(misfit_words(error)) from error
    if current is None or not visible.filter(pk=current.instrument.pk).exists():
        raise NotInForceError(
            f"Am {date_words(day)} ist kein Text dieses Vertrags in Kraft. Wählen Sie einen anderen Tag."
        )
    label = f"Geltender Text am {date_words(day)}: {current.instrument.name}"
    return ComparisonSource(label=label, read=lambda: current.content)


def _filled(model: Content, values: Mapping[str, str], other: Content | None) -> Content:
    """Fill a model text with the values, the term and the signatories of the other text."""
    numbered = {**values, "VERSION": str(other.version)} if other else values
    done = fill_content(model, numbered)
    if other is None:
        return done
    return replace(
        done,
        number=other.number,
        version=other.version,
        file_reference=other.file_reference,
        signatories=other.signatories,
        term=replace(model.term, begins_on=other.term.begins_on, ends_on=other.term.ends_on),
    )
