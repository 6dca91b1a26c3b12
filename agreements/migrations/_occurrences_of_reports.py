"""Names the occurrence of every report that was made before reports did so themselves.

Frozen: this is how the house read such a report until then, in its own words, so that later rules change nothing.
"""

import calendar
from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils import timezone

DONE = ("fulfilled", "impossible")


def name_occurrences(apps, schema_editor):
    """Fill key, period, day, number, side, terms and date of all reports."""
    report_model = apps.get_model("agreements", "Report")
    obligations = list(
        report_model.objects.order_by("obligation").values_list("obligation", flat=True).distinct()
    )
    if not obligations:
        return
    quote = schema_editor.quote_name(report_model._meta.db_table)
    schema_editor.execute(f"ALTER TABLE {quote} DISABLE TRIGGER USER")
    for obligation in obligations:
        _name_for(apps, obligation)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(f"ALTER TABLE {quote} ENABLE TRIGGER USER")


def _name_for(apps, obligation):
    report_model = apps.get_model("agreements", "Report")
    reports = list(report_model.objects.filter(obligation=obligation).order_by("reported_at", "pk"))
    all_terms = apps.get_model("agreements", "ObligationTerms").objects.filter(obligation=obligation)
    terms = (
        all_terms.filter(instrument__status="signed").order_by("-instrument__number").first()
        or all_terms.order_by("-instrument__number")[0]
    )
    contract = terms.instrument.agreement.instruments.get(number=0)
    facts = _facts(apps, contract)
    by_day = {}
    for one in reports:
        by_day.setdefault(_day(one), []).append(one)
    said, numbers = {}, {}
    for day, told in sorted(by_day.items()):
        found = _meant(terms, facts, said, day)
        said[found and found[1]] = told[-1].progress
        for one in told:
            one.key = found[1].isoformat() if found else "offen"
            one.starts_on, one.due_on = found or (facts["in_force_on"], None)
            if terms.shape == "event":
                one.starts_on = None
            one.number = numbers[one.key] = numbers.get(one.key, 0) + 1
            one.side = _side(apps, terms, one)
            one.terms_id, one.done_on = terms.pk, day
            one.save(
                update_fields=["key", "starts_on", "due_on", "number", "side", "terms_id", "done_on"]
            )


def _day(report):
    return timezone.localdate(report.reported_at)


def _side(apps, terms, report):
    if terms.owed_by in ("district", "association"):
        return terms.owed_by
    roles = apps.get_model("districts", "Membership").objects.filter(user=report.reported_by_id)
    in_district = roles.filter(district=terms.instrument.agreement.district_id).exists()
    return "district" if in_district else "association"


def _facts(apps, contract):
    signed_on = None
    if contract.status == "signed":
        signed_on = (
            apps.get_model("agreements", "Signature")
            .objects.filter(version=contract.frozen_version_id, signatory__required=True)
            .aggregate(day=Max("signed_on"))["day"]
        )
    in_force_on = signed_on and max(signed_on, contract.begins_on or signed_on)
    resolved_on = (
        apps.get_model("agreements", "Resolution")
        .objects.filter(agreement=contract.agreement_id, kind="ba_resolution")
        .aggregate(day=Min("dated"))["day"]
    )
    return {
        "begin": contract.begins_on,
        "signing": signed_on,
        "ba_resolution": resolved_on,
        "in_force_on": in_force_on,
        "ends_on": contract.ends_on,
        "extension_months": contract.extension_months,
    }


def _meant(terms, facts, said, day):
    """The previous occurrence while it is open and nearer than the next one."""
    previous, following = _around(terms, facts, day)
    if previous and following and following[1] - day < day - previous[1]:
        return following
    if previous and said.get(previous[1]) not in DONE:
        return previous
    return following or previous


def _around(terms, facts, day):
    step = {"period": terms.period_months or 12, "count": terms.period_months or 12, "offset": terms.period_months or 0}
    step = step.get(terms.shape, 0)
    in_force_on = facts["in_force_on"]
    anchor = terms.anchor if terms.shape != "fixed" else ""
    counted_from = facts[anchor] if anchor else None
    if terms.shape == "event" or in_force_on is None or (anchor and counted_from is None):
        return None, None
    if not step:
        due_on = terms.due_on
        if terms.shape != "fixed" and counted_from:
            due_on = _add_months(counted_from, terms.offset_months)
        if due_on is None:
            return None, None
        found = (in_force_on, max(due_on, in_force_on))
        return (found, None) if found[1] < day else (None, found)
    start = in_force_on
    if counted_from:
        start = max(start, _add_months(counted_from, terms.offset_months))
    return _recurring(_ladder(terms, step, start, counted_from), start, in_force_on, _last_day(facts, day), day)


def _ladder(terms, step, start, counted_from):
    if terms.shape == "period" and terms.due_day and terms.due_month:
        month = start.year * 12 + terms.due_month - 1
        if 12 % step and _rung((month, step, terms.due_day), 0) < start:
            month += 12
        return month, step, terms.due_day
    if terms.shape != "count" and counted_from:
        return _month(counted_from) + terms.offset_months, step, counted_from.day
    first = start.year * 12 if 12 % step == 0 or step % 12 == 0 else _month(start)
    return first + step - 1, step, 31


def _recurring(ladder, start, in_force_on, last_day, day):
    first = _first_rung_from(ladder, start)
    following = max(first, _first_rung_from(ladder, day))
    beyond = _first_rung_from(ladder, last_day + timedelta(days=1)) if last_day else following + 1

    def occurrence(rung):
        begins = _rung(ladder, rung - 1) + timedelta(days=1) if rung > first else in_force_on
        return begins, _rung(ladder, rung)

    before = min(following, beyond) - 1
    return (
        occurrence(before) if before >= first else None,
        occurrence(following) if following < beyond else None,
    )


def _last_day(facts, as_of):
    end, turns = facts["ends_on"], 0
    while end and facts["extension_months"] and end < as_of:
        turns += 1
        end = _add_months(facts["ends_on"], facts["extension_months"] * turns)
    return end


def _rung(ladder, rung):
    month, step, day = ladder
    year, month = divmod(month + rung * step, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def _first_rung_from(ladder, day):
    rung, beyond = divmod(_month(day) - ladder[0], ladder[1])
    return rung if not beyond and _rung(ladder, rung) >= day else rung + 1


def _month(day):
    return day.year * 12 + day.month - 1


def _add_months(day, months):
    year, month = divmod(_month(day) + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
