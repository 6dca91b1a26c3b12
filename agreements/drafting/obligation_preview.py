"""What the form of an obligation asks, and what its answers say so far: the words of Anlage 1, the first due dates, the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import add_months
from agreements.choices import Sense
from agreements.content import Content
from agreements.drafting.actions.obligations import TERM_FIELDS
from agreements.drafting.concurrency.form_bundle import FormBundle, display_value, values_of
from agreements.drafting.forms.obligations import DUE_FIELDS, TermsForm
from agreements.drafting.forms.posts import posts_of
from agreements.fact_states import MilestoneState
from agreements.models import Agreement, Milestone, ObligationTerms
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import Events, Terms
from agreements.texts.due_wording import due_words
from agreements.texts.obligation_rows import due_rule
from agreements.texts.party_words import owing_subject, party_names
from agreements.texts.wording import SentencePart, amount_words, posts_words, sentence_parts

DATES = 3
FARTHEST = 12 * 1000  # months; beyond are no days that anybody could wait for
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True, slots=True)
class FirstDate:
    """One of the first due dates; `after_end`: the contract has ended by then, and it is still owed."""

    day: date
    after_end: bool

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class AnswerSoFar:
    """The answer to a question so far, empty if it is open."""

    key: str
    question: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationPreview:
    """`reason` says why there is no due date; `from_today`: the dates assume that the contract begins today."""

    place: str
    sentence: Sequence[SentencePart]
    dates: Sequence[FirstDate]
    reason: str
    never_due: bool
    from_today: bool
    answers: Sequence[AnswerSoFar]


def preview(bundle: FormBundle, content: Content, agreement: Agreement, today: date) -> ObligationPreview:
    """Return what a form says so far; what is missing or cannot be read is left open."""
    bundle.is_valid()
    form = bundle.form
    assert isinstance(form, TermsForm)  # noqa: S101  tells the type checker what stands above
    row = ObligationTerms(
        **{name: form.cleaned_data[name] for name in TERM_FIELDS if name in form.cleaned_data}
    )
    is_dated = row.shape and not form.errors.keys() & {"shape", *DUE_FIELDS}
    terms = (
        Terms(number=0, effective_from=content.term.begins_on or today, rule=due_rule(row))
        if is_dated
        else None
    )
    place = content.clause_labels().get(form.cleaned_data.get("clause_key", ""), "")
    said = {
        "where": place or "in keinem Absatz",
        "much": _quantity(row, bundle),
        "when": due_words(terms.rule) if terms else "",
    }
    dates, reason = _first_dates(terms, content, agreement) if terms else ([], "")
    return ObligationPreview(
        place=place,
        sentence=sentence_parts(
            who=owing_subject(row.owing, party_names(content)) if row.owed_by else "",
            title=row.title,
            quantity=said["much"],
            due=said["when"],
            evidence=row.evidence,
        ),
        dates=dates,
        reason=reason,
        never_due=bool(terms and terms.never_due),
        from_today=bool(dates and content.term.begins_on is None),
        answers=[*_answers(bundle, form, said)],
    )


def _quantity(row: ObligationTerms, bundle: FormBundle) -> str:
    """Return the quantity, or the sum of the posts."""
    if row.quantity is not None:
        return amount_words(Sense(row.sense), row.quantity, row.unit)
    posts = [post for formset in bundle.formsets if formset.is_valid() for post in posts_of(formset)]
    return posts_words([post.share for post in posts]) if posts else row.unit


def _first_dates(terms: Terms, content: Content, agreement: Agreement) -> tuple[list[FirstDate], str]:
    """Return the first dates, as if the contract was in force from its begin on, and why there is none."""
    start, end = terms.effective_from, content.term.ends_on
    assert start  # noqa: S101  tells the type checker what stands above
    dated = Milestone.objects.filter(agreement=agreement, dated__isnull=False).exclude(
        state=MilestoneState.DROPPED
    )
    events = Events(
        begins_on=content.term.begins_on,
        in_force_on=start,
        last_day=end,
        milestones={row.title: row.dated for row in dated.order_by("-dated") if row.dated},
    )
    first = max(start, date(terms.rule.first_year, 1, 1)) if terms.rule.first_year else start
    horizon = add_months(first, min((DATES + 1) * max(terms.step, 12), FARTHEST))
    schedule = build_schedule([terms], events, horizon)
    days = [one.due_on for one in schedule.occurrences if one.due_on][:DATES]
    return [FirstDate(day, bool(end and day > end)) for day in days], schedule.reason


def _answers(bundle: FormBundle, form: TermsForm, said: Mapping[str, str]) -> Iterator[AnswerSoFar]:
    """Yield each question with its answer: as the sentence says it, else the values of its fields."""
    values = values_of(bundle)
    for question in form.questions():
        words = (
            [said[question.key]]
            if question.key in said
            else [display_value(bundle, name, values[name]) for name in question.names if values[name]]
        )
        yield AnswerSoFar(question.key, question.title, ", ".join(filter(None, words)))
