"""What can be compared: the working copy, frozen versions, model texts and the last signed text, as far as one may read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from django.utils import timezone

from agreements import policy
from agreements.content import Content, Section, fill
from agreements.documents.assemble import placeholder_values, working_copy
from agreements.documents.wording import date_words
from agreements.models import AgreementTemplate, Instrument, Version
from agreements.vocabulary import Status
from districts.models import User

WORKING_COPY, MODEL, SIGNED = "arbeitsstand", "muster", "unterzeichnet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that can be compared; a model text is filled like the text beside it."""

    label: str
    read: Callable[[], Content]
    is_model: bool = False


def sources(user: User, instrument: Instrument) -> dict[str, Source]:
    """Return what the person may compare, by the word that stands in the address."""
    return {
        **_working_copy(instrument),
        **_versions(user, instrument),
        **_models(instrument),
        **_signed(user, instrument),
    }


def contents(instrument: Instrument, before: Source, after: Source) -> tuple[Content, Content]:
    """Read two sources. In a model text stands what the instrument itself says, so that only deviations show."""
    old, new = before.read(), after.read()
    values = placeholder_values(instrument)
    if before.is_model:
        old = _filled(old, values, None if after.is_model else new)
    if after.is_model:
        new = _filled(new, values, None if before.is_model else old)
    return old, new


def _working_copy(instrument: Instrument) -> dict[str, Source]:
    """Whoever sees the instrument sees its working copy until a version is frozen in its place."""
    if instrument.frozen_version_id is not None:
        return {}
    return {WORKING_COPY: Source(label="Arbeitsstand", read=partial(working_copy, instrument))}


def _versions(user: User, instrument: Instrument) -> dict[str, Source]:
    """Versions that were taken back are there only for those who may read every draft."""
    versions = instrument.versions.defer("content", "source")
    if not policy.verdict(user, "history.draft", instrument).allowed:
        versions = versions.filter(pk__in=filter(None, [instrument.frozen_version_id]))
    return {f"fassung-{version.number}": _version(version) for version in versions}


def _version(version: Version) -> Source:
    day = date_words(timezone.localdate(version.made_at))
    name = f" „{version.name}“" if version.name else ""
    return Source(label=f"Fassung {version.number}{name} vom {day}", read=version.read)


def _models(instrument: Instrument) -> dict[str, Source]:
    own = instrument.template
    published = AgreementTemplate.objects.defer("content").filter(name=own.name)
    return {
        MODEL if model.pk == own.pk else f"{MODEL}-{model.version}": Source(
            label=f"Muster „{model.name}“, Version {model.version}", read=model.read, is_model=True
        )
        for model in sorted(published, key=lambda model: (model.pk != own.pk, -model.version))
    }


def _signed(user: User, instrument: Instrument) -> dict[str, Source]:
    signed = policy.visible_instruments(user).filter(agreement=instrument.agreement_id, status=Status.SIGNED)
    last = signed.select_related("frozen_version").order_by("-number").first()
    if last is None or last.frozen_version is None:
        return {}
    return {SIGNED: Source(label=f"Zuletzt unterzeichnet: {last.name}", read=last.frozen_version.read)}


def _filled(model: Content, values: Mapping[str, str], beside: Content | None) -> Content:
    """Put into a model text what every instrument sets for itself: its values, its term and its people."""
    numbered = {**values, "VERSION": str(beside.version)} if beside else values
    text = partial(fill, values=numbered)
    filled = replace(
        model,
        title=text(model.title),
        subject=text(model.subject),
        note=text(model.note),
        file_reference=text(model.file_reference),
        parties=tuple(
            replace(p, line=text(p.line), short=text(p.short), address=text(p.address)) for p in model.parties
        ),
        sections=tuple(_filled_section(section, text) for section in model.sections),
    )
    if beside is None:
        return filled
    return replace(
        filled,
        number=beside.number,
        version=beside.version,
        file_reference=beside.file_reference,
        signatories=beside.signatories,
        term=replace(model.term, begins_on=beside.term.begins_on, ends_on=beside.term.ends_on),
    )


def _filled_section(section: Section, text: Callable[[str], str]) -> Section:
    clauses = tuple(replace(clause, text=text(clause.text)) for clause in section.clauses)
    return replace(section, heading=text(section.heading), clauses=clauses)
