"""Invented comments on Neukölln's contract in review."""

from agreements.choices import Addressee, Status
from agreements.drafting.comments.actions import CommentTarget, answer_thread, open_thread
from agreements.drafting.comments.suggestions import decline_suggestion, suggest
from agreements.models import Clause, Instrument
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.people import Cast

ASKED = "@Charlotte, passt der Umfang der Freistellung so für Neukölln? (erfunden)"
RELEASE = CommentTarget(clause="p06-2")


def add_comments(cast: Cast) -> None:
    """Add a thread about § 6 (2) with a declined and an open suggestion."""
    jonas, charlotte = cast["jonas"], cast["charlotte"]
    contract = Instrument.objects.get(status=Status.REVIEW, agreement__district__number="08")
    today = Clause.objects.get(section__instrument=contract, key=RELEASE.clause).text
    open_thread(
        contract,
        target=RELEASE,
        addressee=Addressee.TEAM,
        text="@Amira, unter 10 Prozent hat bisher kein Bezirk gewählt. (erfunden)",
        by=jonas,
        at=berlin(2026, 11, 17, 9),
    )
    thread = open_thread(
        contract,
        target=RELEASE,
        addressee=Addressee.DISTRICT,
        text=ASKED,
        by=jonas,
        at=berlin(2026, 11, 17, 10),
    ).thread
    lower = suggest(
        thread, text=today.replace("‹10› Prozent", "‹5› Prozent"), by=charlotte, at=berlin(2026, 11, 18, 9)
    )
    decline_suggestion(
        lower,
        reason="Mit fünf Prozent kommt das Kernteam nicht zusammen. (erfunden)",
        by=jonas,
        at=berlin(2026, 11, 18, 15),
    )
    suggest(
        thread,
        text=f"{today} Bei längerer Abwesenheit bestimmt das Amt eine Vertretung.",
        by=charlotte,
        at=berlin(2026, 11, 19, 9),
    )
    answer_thread(
        thread,
        text="Dann bleibt es bei 10 Prozent, aber wir brauchen die Vertretung im Text. (erfunden)",
        by=charlotte,
        at=berlin(2026, 11, 19, 9),
    )
