"""What fills the addresses of the table: an object of the scenario for each of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from agreements.choices import Addressee, Progress, Side, Status
from agreements.documents.editions import reading_edition
from agreements.dossier.agreement_pages.head import PageName
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.people import keep_authority_document
from agreements.drafting.clearance.actions import open_round
from agreements.drafting.model_texts.actions import open_model
from agreements.models import (
    ClearanceRequest,
    Evidence,
    Instrument,
    Milestone,
    Obligation,
    Report,
    Resolution,
    Signature,
    TerminationNotice,
    Thread,
)
from agreements.recording.queries import newest_original
from tests import factories
from tests.dossier.archive_steps import offered
from tests.dossier.termination_notices import noticed, retracted
from tests.drafting.amending.pages import AMENDMENTS
from tests.files.samples import pdf
from tests.permissions.rooms import ROOM_ARGUMENTS
from tests.recording.recorded import RECORDED_KEYS, recorded
from tests.scenario import PNG, Scenario, version_of
from tests.signing.ceremonies import held, shown_photo
from tests.signing.delegates import granted
from tests.signing.examined import examined_file
from tests.tracking.evidence.submissions import add, file
from tests.tracking.report_factories import make_report
from tests.tracking.staff_release.quarter_reports import Q3, make_quarter_report


def contract_of(scenario: Scenario, of: str) -> Instrument:
    if of == "recorded":
        return recorded(scenario.amira, place=scenario.place.number, doubts_confirmed=True)
    if of == "model":
        return open_model(factories.template(), by=scenario.amira, at=factories.SIGNED_AT)
    return scenario.contracts[Status(of)]


def whole_agreement(scenario: Scenario, of: str) -> list[Any]:
    return [scenario.reported.pk if of == "reported" else contract_of(scenario, of).agreement_id]


def part(*names: str) -> Callable[[Scenario, str], list[Any]]:
    """Return what fills an address below an instrument: its key and the keys of some of its rows."""

    def find(scenario: Scenario, of: str) -> list[Any]:
        contract = contract_of(scenario, of)
        section = contract.sections.filter(kind="section").order_by("position")[1]
        clauses = section.clauses.order_by("position")
        # a paragraph of its own that no obligation hangs on can be removed
        free = [
            s for s in contract.sections.filter(kind="section") if not s.clauses.filter(terms__isnull=False)
        ]
        keys = {
            "kind": "section",
            "side": "district",
            "section": section.key,
            "clause": clauses[0].key,
            "free_section": free[0].key,
            "free_clause": free[0].clauses.all()[0].key,
            "obligation_kind": "report",
            "code": "O-06",
            "signatory": contract.signatories.order_by("-side")[0].key,
            "step": "open_review",
            "version": 1,
        }
        return [contract.pk, *(keys[name] for name in names)]

    return find


def below(*parts: str) -> Callable[[Scenario, str], list[Any]]:
    """Return what fills an address below an instrument, with the same parts for all of them."""
    return lambda scenario, of: [contract_of(scenario, of).pk, *parts]


def recorded_row(keys: Callable[[Instrument, Any], list[Any]]) -> Callable[[Scenario, str], list[Any]]:
    return lambda scenario, of: keys(contract_of(scenario, of), scenario.amira)


def obligation(scenario: Scenario, of: str) -> list[Any]:
    return [Obligation.objects.get(agreement=contract_of(scenario, of).agreement_id, code="O-06").pk]


def reported(scenario: Scenario, of: str) -> list[Any]:
    """Return where somebody in the district has reported."""
    [pk] = obligation(scenario, of)
    duty = Obligation.objects.get(pk=pk)
    made = duty.reports.first() or make_report(
        duty, Progress.FULFILLED, scenario.people["staff"], factories.SIGNED_AT
    )
    return [pk, made.pk]


def proven(scenario: Scenario, of: str) -> list[Any]:
    """Return where somebody in the district has proven what she reported."""
    duty, report = reported(scenario, of)
    made = Evidence.objects.filter(report=report).first()
    said = Report.objects.get(pk=report)
    return [duty, (made or add(said, file(pdf()), scenario.people["staff"], factories.SIGNED_AT)).pk]


def released(scenario: Scenario, of: str) -> list[Any]:
    """Return where somebody in the district has reported on staff release."""
    agreement = contract_of(scenario, of).agreement
    made = agreement.release_reports.first()
    at = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    return [agreement.pk, (made or make_quarter_report(agreement, Q3, scenario.people["staff"], at)).pk]


def edition(scenario: Scenario, of: str) -> list[Any]:
    return [version_of(contract_of(scenario, of)).editions.order_by("pk")[0].pk]


def reading(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    if contract.status == Status.SIGNED:
        reading_edition(version_of(contract))  # once, not for every reader
    return [contract.pk]


def signature(scenario: Scenario, of: str) -> list[Any]:
    return [Signature.objects.filter(version=version_of(contract_of(scenario, of))).order_by("pk")[0].pk]


def authority(scenario: Scenario, of: str) -> list[Any]:
    """Keep a document for who signs for the district, where the text is still open."""
    contract = contract_of(scenario, of)
    person = contract.signatories.get(side=Side.DISTRICT)
    if contract.is_editable:
        keep_authority_document(
            contract,
            key=person.key,
            document=PNG,
            revision=person.revision,
            by=scenario.amira,
            at=factories.FROZEN_AT,
        )
    return [contract.pk, person.key]


def delegation(scenario: Scenario, of: str) -> list[Any]:
    return [granted(contract_of(scenario, of), scenario.amira).pk]


def thread(scenario: Scenario, of: str) -> list[Any]:
    """Return where MitWirkung asked the district about a clause."""
    contract = contract_of(scenario, of)
    asked = Thread.objects.create(
        instrument=contract,
        clause_key="p03-1",
        addressee=Addressee.DISTRICT,
        quote="Wie es war.",
        opened_at=factories.FROZEN_AT,
        opened_by=scenario.amira,
    )
    asked.comments.create(text="Passt das so?", made_at=factories.FROZEN_AT, made_by=scenario.amira)
    return [contract.pk, asked.key]


def suggestion(scenario: Scenario, of: str) -> list[Any]:
    """Return where the district suggested other words."""
    pk, key = thread(scenario, of)
    offer = Thread.objects.get(key=key).suggestions.create(
        base="Wie es war.", text="Anders.", made_at=factories.FROZEN_AT, made_by=scenario.people["staff"]
    )
    return [pk, key, offer.pk]


def clearance(scenario: Scenario, of: str) -> ClearanceRequest:
    """Open a round that asks one office."""
    contract = contract_of(scenario, of)
    opened = open_round(
        contract,
        offices=[],
        names=["Haushalt"],
        due_on=factories.FROZEN_AT.date(),
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )
    return opened.requests.get()


def clearance_round(scenario: Scenario, of: str) -> list[Any]:
    return [contract_of(scenario, of).pk, clearance(scenario, of).round.number]


def clearance_request(scenario: Scenario, of: str) -> list[Any]:
    return [contract_of(scenario, of).pk, clearance(scenario, of).pk]


def ceremony(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    return [contract.pk, held(contract, scenario.amira).pk]


def photo(scenario: Scenario, of: str) -> list[Any]:
    """Return where a photo is that may be shown."""
    contract = contract_of(scenario, of)
    return [contract.pk, shown_photo(contract, scenario.amira).pk]


def resolution(scenario: Scenario, of: str) -> list[Any]:
    contract, by = contract_of(scenario, of), scenario.amira
    values = {"kind": "ba_resolution", "dated": date(2025, 3, 1), "source": "Protokoll", "document": PNG}
    made = record_fact(Resolution, contract.agreement, **values, by=by, at=factories.SIGNED_AT)
    return [contract.agreement_id, made.pk]


def milestone(scenario: Scenario, of: str) -> list[Any]:
    contract, by = contract_of(scenario, of), scenario.amira
    values = {"kind": "event", "title": "Fachtag", "date_words": "Herbst", "source": "Presse"}
    made = record_fact(Milestone, contract.agreement, **values, by=by, at=factories.SIGNED_AT)
    return [contract.agreement_id, made.pk]


def archive_document(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    return [contract.agreement_id, offered(contract.agreement, scenario.amira).pk]


def termination(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    return [contract.agreement_id, noticed(contract.agreement, scenario.amira).pk]


def retraction(scenario: Scenario, of: str) -> list[Any]:
    agreement, notice = termination(scenario, of)
    retracted(TerminationNotice.objects.get(pk=notice), scenario.amira)
    return [agreement, notice]


def original(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    return [contract.pk, newest_original(contract).pk]


def examined(scenario: Scenario, of: str) -> list[Any]:
    contract = contract_of(scenario, of)
    return [contract.pk, examined_file(contract, scenario.amira).pk]


ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    **dict.fromkeys(("agreement_bundle", "brief", "reading_text", "reading_text_pdf"), whole_agreement),
    **dict.fromkeys((f"agreement_{page}" for page in PageName), whole_agreement),
    **dict.fromkeys(("record_known", "reminder_list"), whole_agreement),
    **dict.fromkeys(("record_correct", "record_pdf", "recorded_obligations"), below()),
    **dict.fromkeys(("recorded_text", "recorded_text_import", "recorded_text_drop", "record_check"), below()),
    **dict.fromkeys(("recorded_obligation_new", "recorded_obligation_preview"), below("report")),
    **{name: recorded_row(keys) for name, keys in RECORDED_KEYS.items()},
    "original_page": lambda scenario, of: [*original(scenario, of), 1],
    "original_file": original,
    "hand_over": lambda scenario, _: [scenario.amira.pk],
    "resolution_new": whole_agreement,
    "milestone_new": whole_agreement,
    "resolution_edit": resolution,
    "resolution_remove": resolution,
    "resolution_document": resolution,
    "milestone_edit": milestone,
    "milestone_remove": milestone,
    **dict.fromkeys(("draft_edit", "draft_tokens"), part()),
    **dict.fromkeys(("section_tools", "section_edit"), part("section")),
    "draft_import": part(),
    "reference_list": part(),
    "reference_link": part(),
    "head_edit": part(),
    "party_edit": part("side"),
    "party_new": part(),
    "party_move": part("side"),
    "party_remove": part("side"),
    "section_new": part("kind"),
    "section_new_after": part("kind", "section"),
    "section_new_before": part("kind", "section"),
    "section_move": part("section"),
    "section_remove": part("free_section"),
    "clause_new": part("section"),
    "clause_new_after": part("section", "clause"),
    **dict.fromkeys(("clause_edit", "clause_elsewhere", "obligation_suggest"), part("clause")),
    "clause_move": part("clause"),
    "clause_remove": part("free_clause"),
    "clause_split": part("clause"),
    "clause_join": part("clause"),
    "clause_place": part("clause"),
    "section_place": part("section"),
    "removal_restore": part("version"),
    "obligation_new": part("obligation_kind"),
    "obligation_edit": part("code"),
    "obligation_preview_new": part("obligation_kind"),
    "obligation_preview": part("code"),
    "obligation_remove": part("code"),
    "field_edit": lambda scenario, of: [*part("code")(scenario, of), "menge"],
    "signatory_new": part(),
    "signatory_edit": part("signatory"),
    "signatory_remove": part("signatory"),
    "signatory_document_edit": part("signatory"),
    "signatory_document_remove": part("signatory"),
    "take_step": part("step"),
    **dict.fromkeys(("freezing_state", "discrepancy_list", "signing_folder", "link_list"), part()),
    "signature_new": part("signatory"),
    "declining_new": part("signatory"),
    "delegation_new": part("signatory"),
    "link_address": part("signatory"),
    "link_send": part("signatory"),
    "photo_new": ceremony,
    "ceremony_edit": ceremony,
    "ceremony_new": part(),
    **dict.fromkeys(
        ("photo_detail", "consent_give", "consent_withdraw", "photo_person", "photo_file", "photo_remove"),
        photo,
    ),
    **dict.fromkeys(("archive_new", "termination_new"), whole_agreement),
    **dict.fromkeys(("extension_decide", "amendment_new"), whole_agreement),
    **AMENDMENTS,
    "termination_retract": termination,
    "termination_document": termination,
    "retraction_document": retraction,
    "archive_document": archive_document,
    "signed_files": part(),
    "signed_file_new": part(),
    "signed_file": examined,
    "signed_file_assign": examined,
    "signed_file_download": examined,
    "version_list": part(),
    "version_detail": part("version"),
    "version_pdf": part("version"),
    "version_restore": part("version"),
    "clearance_detail": part(),
    "clearance_new": part(),
    "clearance_add": clearance_round,
    "clearance_close": clearance_round,
    "clearance_text": clearance_round,
    "clearance_pdf": clearance_round,
    "clearance_answer": clearance_request,
    "presence_report": part(),
    "presence_leave": part(),
    "comparison": part(),
    "comparison_pdf": part(),
    "draft_pdf": part(),
    "draft_preview": part(),
    "draft_preview_page": lambda scenario, of: [contract_of(scenario, of).pk, 1],
    "reading_file": reading,
    "seal_retry": part(),
    "edition_file": edition,
    "signature_scan": signature,
    "signature_correct": signature,
    "delegation_document": delegation,
    "signatory_document": authority,
    **dict.fromkeys(
        ("template_detail", "template_pdf", "template_open"), lambda scenario, of: [factories.template().pk]
    ),
    **dict.fromkeys(
        (
            *("model_detail", "placeholder_new", "model_publish", "block_list"),
            *("model_update", "model_update_apply_all", "model_update_switch"),
        ),
        below(),
    ),
    **dict.fromkeys(
        ("clause_rules", "deviation_new", "deviation_withdraw", "model_update_merge"), below("p11-1")
    ),
    **dict.fromkeys(("placeholder_edit", "placeholder_remove"), below("SOZIALRAEUME")),
    **dict.fromkeys(("block_include", "block_exclude"), below("p12-3")),
    "block_choose": below("p09-1b"),
    **dict.fromkeys(("model_update_apply", "model_update_decline"), below("absatz", "p11-1")),
    "thread_list": part(),
    "thread_new": part("clause"),
    "thread_new_duty": part("code"),
    "thread_detail": thread,
    "thread_answer": thread,
    "thread_resolve": thread,
    "thread_reopen": thread,
    "suggestion_new": thread,
    **dict.fromkeys(("suggestion_accept", "suggestion_decline"), suggestion),
    **dict.fromkeys(("obligation_detail", "obligation_report", "occasion_new"), obligation),
    "report_answer": reported,
    "evidence_new": reported,
    **dict.fromkeys(("evidence_detail", "evidence_renew", "evidence_file"), proven),
    "evidence_page": lambda scenario, of: [*proven(scenario, of), 1],
    "release_detail": lambda scenario, of: [contract_of(scenario, of).agreement_id],
    "release_report": lambda scenario, of: [contract_of(scenario, of).agreement_id, 2025, 4],
    "release_answer": released,
    **ROOM_ARGUMENTS,
    "district_detail": lambda scenario, of: [scenario.place.slug],
}
