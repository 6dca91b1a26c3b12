"""Who may do what: the annex, read against the policy and against every address of the house."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from agreements import policy
from agreements.documents.editions import reading_edition
from agreements.models import Instrument, Obligation, Signature
from agreements.vocabulary import Status
from tests.stage import Stage, version_of

# C coordinator · S staff and L lead of the district · N staff of another district · O observer · A admin ·
# X an account without a role. A letter in the cell means: may. The door asks about seeing before, see SEES.
WHO = {
    "C": "coordinator",
    "S": "staff",
    "L": "lead",
    "N": "neighbour",
    "O": "observer",
    "A": "admin",
    "X": "nobody",
}
SEES = "CA CSLA CSLA CSLOA CA"
MAY = """
                     draft  review  signing  signed  withdrawn
agreement.view       CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
agreement.create     C      C       C        C       C
instrument.view      CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
draft.edit           C      C       -        -       -
signature.record     -      -       C        -       -
document.download    CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
record.edit          C      C       C        C       C
history.draft        CA     CA      CA       CA      CA
obligation.report    -      -       -        CSL     -
step.open_review     C      -       -        -       -
step.back_to_draft   -      C       -        -       -
step.freeze          C      C       -        -       -
step.unfreeze        -      -       C        -       -
step.withdraw        C      C       C        -       -
"""
HEAD, *LINES = [line.split() for line in MAY.strip().splitlines()]
ANNEX = {action: dict(zip(HEAD, cells, strict=True)) for action, *cells in LINES}
OPEN = frozenset({"login", "logout", "health", "favicon", "imprint", "privacy", "accessibility"})


def test_the_annex_names_every_action_and_status() -> None:
    assert set(ANNEX) == set(policy.PERMISSIONS)
    assert [status.value for status in Status] == HEAD


@pytest.mark.parametrize("action", ANNEX)
def test_the_policy_answers_as_the_annex_says(action: str, stage: Stage) -> None:
    for status, contract in stage.contracts.items():
        for letter, who in WHO.items():
            answer = policy.verdict(stage.people[who], action, contract)
            assert answer.allowed == (letter in ANNEX[action][status]), (action, status, who)
            assert bool(answer.reason) != answer.allowed


def test_who_sees_what(stage: Stage) -> None:
    for cell, (status, contract) in zip(SEES.split(), stage.contracts.items(), strict=True):
        for letter, who in WHO.items():
            user = stage.people[who]
            assert policy.visible_instruments(user).filter(pk=contract.pk).exists() == (letter in cell), (
                status,
                who,
            )
            assert policy.visible_to(user).filter(pk=contract.agreement_id).exists() == (letter in cell)
    for letter, who in WHO.items():
        seen = policy.visible_to(stage.people[who]).filter(pk=stage.reported.pk).exists()
        assert seen == (letter in "CSLOA"), who


def test_a_disabled_account_is_nobody(stage: Stage) -> None:
    amira = stage.amira
    amira.is_active = False
    assert not policy.visible_to(amira).exists()
    assert not any(policy.verdict(amira, action, stage.draft).allowed for action in policy.PERMISSIONS)


# --- every address -----------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One address with one object: the answers to C, S, L, N, O, A, X, and the answer to what C sends."""

    name: str
    of: str
    answers: str
    sent: int = 405


TABLE = """
start              -          302 302 302 302 302 302 302   405
agreement_list     -          200 200 200 200 200 200 403   405
agreement_new      -          200 403 403 403 403 403 403   422
agreement_detail   draft      200 404 404 404 404 200 404   405
agreement_detail   review     200 200 200 404 404 200 404   405
agreement_detail   signing    200 200 200 404 404 200 404   405
agreement_detail   signed     200 200 200 404 200 200 404   405
agreement_detail   withdrawn  200 404 404 404 404 200 404   405
agreement_detail   reported   200 200 200 404 200 200 404   405
resolution_new     draft      200 404 404 404 404 403 404   422
resolution_new     signed     200 403 403 404 403 403 404   422
milestone_new      reported   200 403 403 404 403 403 404   422
milestone_new      signing    200 403 403 404 404 403 404   422
draft_edit         draft      200 404 404 404 404 403 404   405
draft_edit         review     200 403 403 404 404 403 404   405
draft_edit         signing    403 403 403 404 404 403 404   403
draft_edit         signed     403 403 403 404 403 403 404   403
draft_edit         withdrawn  403 404 404 404 404 403 404   403
head_edit          review     200 403 403 404 404 403 404   422
head_edit          signed     403 403 403 404 403 403 404   403
party_edit         review     200 403 403 404 404 403 404   422
party_edit         signing    403 403 403 404 404 403 404   403
section_new        review     200 403 403 404 404 403 404   422
section_new        signing    403 403 403 404 404 403 404   403
section_new_after  review     200 403 403 404 404 403 404   422
section_new_after  signed     403 403 403 404 403 403 404   403
section_edit       review     200 403 403 404 404 403 404   422
section_edit       signing    403 403 403 404 404 403 404   403
section_move       review     405 403 403 404 404 403 404   302
section_move       signing    403 403 403 404 404 403 404   403
section_remove     review     405 403 403 404 404 403 404   302
section_remove     signed     403 403 403 404 403 403 404   403
clause_new         review     200 403 403 404 404 403 404   422
clause_new         signing    403 403 403 404 404 403 404   403
clause_new_after   review     200 403 403 404 404 403 404   422
clause_new_after   signed     403 403 403 404 403 403 404   403
clause_edit        draft      200 404 404 404 404 403 404   422
clause_edit        review     200 403 403 404 404 403 404   422
clause_edit        signing    403 403 403 404 404 403 404   403
clause_edit        signed     403 403 403 404 403 403 404   403
clause_move        review     405 403 403 404 404 403 404   302
clause_move        signed     403 403 403 404 403 403 404   403
clause_remove      review     405 403 403 404 404 403 404   302
clause_remove      signing    403 403 403 404 404 403 404   403
obligation_new     review     200 403 403 404 404 403 404   422
obligation_new     signed     403 403 403 404 403 403 404   403
obligation_edit    review     200 403 403 404 404 403 404   422
obligation_edit    signing    403 403 403 404 404 403 404   403
obligation_remove  review     405 403 403 404 404 403 404   302
obligation_remove  signed     403 403 403 404 403 403 404   403
signatory_new      review     200 403 403 404 404 403 404   422
signatory_new      signing    403 403 403 404 404 403 404   403
signatory_edit     review     200 403 403 404 404 403 404   422
signatory_edit     signed     403 403 403 404 403 403 404   403
signatory_remove   review     405 403 403 404 404 403 404   302
signatory_remove   signing    403 403 403 404 404 403 404   403
take_step          draft      200 404 404 404 404 403 404   302
take_step          signing    403 403 403 404 404 403 404   403
take_step          signed     403 403 403 404 403 403 404   403
signature_new      review     403 403 403 404 404 403 404   403
signature_new      signing    200 403 403 404 404 403 404   422
signature_new      signed     403 403 403 404 403 403 404   403
comparison         draft      200 404 404 404 404 200 404   405
comparison         signed     200 200 200 404 200 200 404   405
comparison_pdf     review     200 200 200 404 404 200 404   405
draft_pdf          draft      200 404 404 404 404 200 404   405
draft_pdf          signing    404 404 404 404 404 404 404   405
reading_file       signed     302 302 302 404 302 302 404   405
reading_file       signing    404 404 404 404 404 404 404   405
edition_file       signing    200 200 200 404 404 200 404   405
edition_file       signed     200 200 200 404 200 200 404   405
signature_scan     signing    200 200 200 404 404 200 404   405
signature_scan     signed     404 404 404 404 404 404 404   405
version_list       draft      200 404 404 404 404 200 404   422
version_list       signed     200 403 403 404 403 200 404   422
version_detail     signed     200 403 403 404 403 200 404   405
version_pdf        signing    200 403 403 404 404 200 404   405
version_restore    review     405 403 403 404 404 403 404   302
version_restore    signed     403 403 403 404 403 403 404   403
obligation_list    -          200 200 200 200 200 200 403   405
obligation_detail  signed     200 200 200 404 200 200 404   405
obligation_detail  signing    404 404 404 404 404 404 404   404
obligation_report  signed     200 200 200 404 403 403 404   422
district_list      -          200 200 200 200 200 200 403   405
district_detail    -          200 200 200 404 200 200 404   405
"""
ROWS = [
    Row(name, of, answers, int(sent))
    for name, of, answers, sent in (
        (words[0], words[1], " ".join(words[2:-1]), words[-1])
        for words in map(str.split, TABLE.strip().splitlines())
    )
]


def contract_of(stage: Stage, of: str) -> Instrument:
    return stage.contracts[Status(of)]


def whole_agreement(stage: Stage, of: str) -> list[Any]:
    return [stage.reported.pk if of == "reported" else contract_of(stage, of).agreement_id]


def part(*names: str) -> Callable[[Stage, str], list[Any]]:
    """Return what fills an address below an instrument: its key and the keys of some of its rows."""

    def find(stage: Stage, of: str) -> list[Any]:
        contract = contract_of(stage, of)
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


def obligation(stage: Stage, of: str) -> list[Any]:
    return [Obligation.objects.get(agreement=contract_of(stage, of).agreement_id, code="O-06").pk]


def edition(stage: Stage, of: str) -> list[Any]:
    return [version_of(contract_of(stage, of)).editions.order_by("pk")[0].pk]


def reading(stage: Stage, of: str) -> list[Any]:
    contract = contract_of(stage, of)
    if contract.status == Status.SIGNED:
        reading_edition(version_of(contract))  # once, not for every reader
    return [contract.pk]


def signature(stage: Stage, of: str) -> list[Any]:
    return [Signature.objects.filter(version=version_of(contract_of(stage, of))).order_by("pk")[0].pk]


ARGUMENTS: dict[str, Callable[[Stage, str], list[Any]]] = {
    "agreement_detail": whole_agreement,
    "resolution_new": whole_agreement,
    "milestone_new": whole_agreement,
    "draft_edit": part(),
    "head_edit": part(),
    "party_edit": part("side"),
    "section_new": part("kind"),
    "section_new_after": part("kind", "section"),
    "section_edit": part("section"),
    "section_move": part("section"),
    "section_remove": part("free_section"),
    "clause_new": part("section"),
    "clause_new_after": part("section", "clause"),
    "clause_edit": part("clause"),
    "clause_move": part("clause"),
    "clause_remove": part("free_clause"),
    "obligation_new": part("obligation_kind"),
    "obligation_edit": part("code"),
    "obligation_remove": part("code"),
    "signatory_new": part(),
    "signatory_edit": part("signatory"),
    "signatory_remove": part("signatory"),
    "take_step": part("step"),
    "signature_new": part("signatory"),
    "version_list": part(),
    "version_detail": part("version"),
    "version_pdf": part("version"),
    "version_restore": part("version"),
    "comparison": part(),
    "comparison_pdf": part(),
    "draft_pdf": part(),
    "reading_file": reading,
    "edition_file": edition,
    "signature_scan": signature,
    "obligation_detail": obligation,
    "obligation_report": obligation,
    "district_detail": lambda stage, of: [stage.place.slug],
}
SENT = {"revision": "1", "direction": "1"}


def address(row: Row, stage: Stage) -> str:
    return reverse(row.name, args=ARGUMENTS[row.name](stage, row.of) if row.name in ARGUMENTS else [])


def answer(client: Client, method: str, url: str) -> int:
    """Return the status of the answer, and take back what the request has changed."""
    with transaction.atomic():
        status: int = (
            client.generic(method, url).status_code if method == "GET" else client.post(url, SENT).status_code
        )
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.of}")
def test_every_reader_gets_the_answer_of_the_table(row: Row, stage: Stage) -> None:
    url = address(row, stage)
    assert answer(Client(), "GET", url) == 302, "a stranger signs in first"
    assert answer(Client(), "POST", url) == 302
    readers = {who: stage.browser(who) for who in WHO.values()}
    got = {who: answer(client, "GET", url) for who, client in readers.items()}
    assert got == dict(zip(WHO.values(), map(int, row.answers.split()), strict=True))
    assert answer(readers["coordinator"], "POST", url) == row.sent
    for who, status in got.items():
        if status in {403, 404}:
            refused = answer(readers[who], "POST", url)
            assert refused == status or (refused == 405 and row.sent == 405), (who, refused)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the house with its name, however deep it is included."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, namespace or entry.namespace or "")
        else:
            yield (f"{namespace}:{entry.name}" if namespace else str(entry.name), entry)


def ours() -> dict[str, URLPattern]:
    return {name: entry for name, entry in addresses(get_resolver()) if not name.startswith("admin:")}


def test_every_address_has_its_row() -> None:
    assert set(ours()) - OPEN == {row.name for row in ROWS}


def test_every_view_says_which_action_it_is_or_that_it_is_open() -> None:
    for name, entry in ours().items():
        opened = not getattr(entry.callback, "login_required", True)
        assert opened == (name in OPEN), name
        action = getattr(entry.callback, "action", None)
        if name in OPEN or name == "start":  # the start only leads on to pages that ask for themselves
            assert action is None, name
        else:
            assert action in {*policy.PERMISSIONS, "district.view"}, name


def test_what_is_open_is_open_to_strangers(db: None) -> None:
    got = {name: answer(Client(), "GET", reverse(name)) for name in OPEN}
    assert got == {**dict.fromkeys(OPEN, 200), "logout": 405, "favicon": 302}


def test_the_whole_admin_is_for_admins(stage: Stage) -> None:
    """One rule for all its addresses: who is no admin is sent to its sign-in, which tells members why not."""
    found = {name for name, entry in addresses(get_resolver()) if name.startswith("admin:") and entry.name}
    assert len(found) > 100
    readers = {who: stage.browser(who) for who in ("stranger", "coordinator", "nobody")}
    sign_in = reverse("admin:login")
    for name in sorted(found - {"admin:login", "admin:logout"}):
        for who, client in readers.items():
            reply = client.get(_any_address(name))
            led_to = {sign_in, reverse("login")} if who == "stranger" else {sign_in}
            assert reply.status_code == 302, (name, who)
            assert reply.headers["Location"].split("?")[0] in led_to, (name, who)
    got = {who: stage.browser(who).get(sign_in).status_code for who in ("stranger", *WHO.values())}
    assert got == {**dict.fromkeys(WHO.values(), 403), "stranger": 302, "admin": 302}


def _any_address(name: str) -> str:
    for arguments in ([], [1], ["agreements"], [1, 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:  # the next number of arguments fits
            continue
    raise AssertionError(name)
