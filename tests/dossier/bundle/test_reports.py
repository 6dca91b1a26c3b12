"""What was reported, answered and triggered goes into the file of the agreement."""

import json
from datetime import timedelta
from pathlib import Path

from agreements.dossier.bundle.xml import xml_faults
from agreements.tracking.actions import report_occasion
from agreements.vocabulary import Progress
from tests import world
from tests.dossier.bundle.packed import bundle_of, faults, unpack
from tests.stage import Stage
from tests.tracking.telling import owed, reply, say

AT = world.SIGNED_AT + timedelta(days=90)


def test_reports_answers_and_occasions_are_in_the_file(stage: Stage, tmp_path: Path) -> None:
    bogdan = stage.people["staff"]
    said = say(owed(stage.signed, "O-12"), Progress.FULFILLED, bogdan, AT, amount=43, remark="Mit Fachtag.")
    reply(said, stage.amira, AT, question="Doppelt gezählt?")
    report_occasion(owed(stage.signed, "O-27"), happened_on=AT.date(), note="Plakat", by=bogdan, at=AT)
    data = bundle_of(stage.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    assert xml_faults(parts["metadaten.xml"]) == []
    facts = json.loads(parts["metadaten.json"])
    [told] = facts["reports"]
    assert (told["occurrence"], told["side"], told["amount"]) == ("2025-12-31", "district", "43")
    assert [answer["remark"] for answer in told["answers"]] == ["Doppelt gezählt?"]
    assert [occasion["note"] for occasion in facts["occasions"]] == ["Plakat"]
