"""What people do with obligations."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import history, steps
from agreements.models import Obligation, Report
from agreements.refusals import Refused
from agreements.tracking.queries import terms_of
from agreements.tracking.rules import may_report
from agreements.vocabulary import OwedBy, Progress
from districts.models import User


@transaction.atomic
def report(obligation: Obligation, *, progress: Progress, remark: str, by: User, at: datetime) -> Report:
    """Record what somebody says about an obligation; a correction is a new report, the old one stays.

    Raises Refused if nothing is owed yet, if the person does not report for the side that owes, or if the reason
    is missing why the duty is not or only partly fulfilled.
    """
    terms = terms_of(obligation)
    if terms is None:
        raise Refused(
            "Gemeldet wird auf Pflichten aus einem unterzeichneten Vertrag. Dieser ist es noch nicht."
        )
    instrument = steps.lock(terms.instrument)
    answer = may_report(by, OwedBy(terms.owed_by), instrument)
    if not answer.allowed:
        raise Refused(answer.reason)
    made = Report(
        obligation=obligation, progress=progress, remark=remark.strip(), reported_at=at, reported_by=by
    )
    try:
        made.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    made.save(force_insert=True)
    told = {"code": obligation.code, "progress": progress.value, "remark": made.remark}
    history.record(instrument.agreement, "reported", by=by, at=at, data=told)
    return made
