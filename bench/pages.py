"""Which pages are measured, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from agreements.models import (
    Agreement,
    Clause,
    Event,
    Instrument,
    Milestone,
    Obligation,
    ObligationTerms,
    Report,
    Resolution,
    Signatory,
    Signature,
    Version,
)
from bench.story import Dataset
from districts.models import District, Membership, User

LISTED: tuple[type[Model], ...] = (
    *(District, User, Membership),
    *(Agreement, Instrument, Clause, Obligation, ObligationTerms),
    *(Version, Signatory, Signature, Resolution, Milestone, Report, Event),
)


@dataclass(frozen=True, slots=True)
class Page:
    """An address as one reader opens it."""

    name: str
    reader: str
    url: str


def pages(dataset: Dataset) -> list[Page]:
    """Return our pages, then those of the admin."""
    return [*_coordinator(dataset), *_staff(dataset), *_admin(dataset)]


def _coordinator(dataset: Dataset) -> Iterator[Page]:
    draft, signed = dataset.draft, dataset.agreement
    obligation = signed.obligations.get(code="O-07").pk
    clause = draft.sections.all()[1].clauses.all()[0]
    edition = dataset.signed.editions.order_by("pk").first()
    for name, url in (
        ("start (redirect)", reverse("start")),
        ("my work", reverse("work")),
        ("overview", reverse("overview")),
        ("agreement list", reverse("agreement_list")),
        ("agreement, signed", reverse("agreement_detail", args=[signed.pk])),
        ("agreement, draft", reverse("agreement_detail", args=[draft.agreement_id])),
        ("new agreement", reverse("agreement_new")),
        ("editor", reverse("draft_edit", args=[draft.pk])),
        ("editor: clause", reverse("clause_edit", args=[draft.pk, clause.key])),
        ("editor: obligation", reverse("obligation_edit", args=[draft.pk, "O-07"])),
        ("freezing", reverse("take_step", args=[draft.pk, "freeze"])),
        ("signed file", reverse("edition_file", args=[edition.pk if edition else 0])),
        ("obligation list", reverse("obligation_list")),
        ("obligation", reverse("obligation_detail", args=[obligation])),
        ("district list", reverse("district_list")),
        ("district", reverse("district_detail", args=[dataset.district.slug])),
    ):
        yield Page(name, "coordinator", url)


def _staff(dataset: Dataset) -> Iterator[Page]:
    obligation = dataset.agreement.obligations.get(code="O-07").pk
    for name, url in (
        ("start (redirect)", reverse("start")),
        ("what is due", reverse("whats_due")),
        ("our obligations", reverse("obligation_list")),
        ("obligation", reverse("obligation_detail", args=[obligation])),
        ("agreement list", reverse("agreement_list")),
        ("agreement, signed", reverse("agreement_detail", args=[dataset.agreement.pk])),
    ):
        yield Page(name, "district staff", url)


def _admin(dataset: Dataset) -> Iterator[Page]:
    yield Page("admin", "admin", reverse("admin:index"))
    for model in LISTED:
        yield Page(f"list: {_name(model)}", "admin", _admin_address(model, "changelist"))
    for thing in (dataset.agreement, dataset.signed.instrument, dataset.district):
        model = type(thing)
        yield Page(f"page: {_name(model)}", "admin", _admin_address(model, "change", thing.pk))


def _name(model: type[Model]) -> str:
    return str(model._meta.model_name)


def _admin_address(model: type[Model], view: str, *args: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{_name(model)}_{view}", args=args)
