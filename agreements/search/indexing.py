"""Writes what can be found: an agreement anew when its history has grown, model texts and people from time to time."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from agreements.job_queue import Task, wake
from agreements.models import Agreement, AgreementTemplate, Association, SearchRow, SearchState, SearchWord
from agreements.search.entries import (
    SearchEntry,
    agreement_entries,
    member_entry,
    place_of,
    template_entries,
)
from agreements.search.words import known_words, vector_literal
from districts.models import Membership

RULES = 1  # increment when entries, folding or stems change: then everything is written anew
WRITTEN_BY = "search-rules"  # in the cache: the rules that model texts and people were last written by
AT_ONCE = 100  # agreements a sweep wakes jobs for
BATCH = 2000
COUNTED = """
    WITH found AS MATERIALIZED (SELECT word, ndoc FROM ts_stat('SELECT vector FROM agreements_searchrow')),
    counted AS (
        UPDATE agreements_searchword w SET frequency = found.ndoc
        FROM found WHERE found.word = w.stem AND w.frequency <> found.ndoc
    )
    DELETE FROM agreements_searchword w WHERE NOT EXISTS (SELECT FROM found WHERE found.word = w.stem)
"""


def due_agreements(*, at: datetime) -> list[int]:
    """Return some agreements whose entries are not what they should be. One query."""
    stale = _with_surroundings().exclude(
        search_state__history_length=F("history_length"),
        search_state__expires_on__gte=timezone.localdate(at),
        search_state__rules=RULES,
        search_state__surroundings=F("surroundings"),
    )
    return list(stale.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _with_surroundings() -> QuerySet[Agreement]:
    """Annotate agreements with what the texts of drafts are filled with beside their own rows."""
    association = Association.objects.order_by("-pk").values("pk")[:1]
    place = [F(f"district__{name}") for name in ("name", "street", "postcode", "city")]
    between = [part for one in place for part in (Value(" "), one)]
    return Agreement.objects.annotate(
        surroundings=Concat(Subquery(association), *between, output_field=TextField())
    )


def index_agreement(key: int, *, at: datetime) -> str:
    """Write what is found of an agreement anew, unless it holds; return a line for the log."""
    day = timezone.localdate(at)
    with transaction.atomic():
        SearchState.objects.get_or_create(
            agreement_id=key,
            defaults={"history_length": 0, "expires_on": date.min, "rules": 0, "surroundings": ""},
        )
        state = SearchState.objects.select_for_update().get(agreement=key)
        agreement = _with_surroundings().select_related("district").get(pk=key)
        surroundings: str = agreement.surroundings  # type: ignore[attr-defined]  # annotated
        made_from = (agreement.history_length, RULES, surroundings)
        if (state.history_length, state.rules, state.surroundings) == made_from and state.expires_on >= day:
            return ""
        # the length was read before the facts: what changes meanwhile has another one
        found = agreement_entries(agreement, day)
        changed = _replace(SearchRow.objects.filter(agreement=key), found.entries, whole=state.rules != RULES)
        state.history_length, state.rules, state.surroundings = made_from
        state.expires_on = found.valid_until
        state.save()
        if Agreement.objects.exclude(history_length=agreement.history_length).filter(pk=key).exists():
            wake(Task.INDEX, key)
    return f"indexed: agreement {key}, {changed} entries"


def index_others() -> int:
    """Write the entries of the newest model texts and of the people anew, all of them by new rules; return how many changed."""
    whole = cache.get(WRITTEN_BY) != RULES
    with transaction.atomic():
        newest = AgreementTemplate.objects.order_by("name", "-version").distinct("name")
        known = set(SearchRow.objects.exclude(template=None).values_list("template", flat=True).distinct())
        changed = 0
        if whole or known != set(newest.values_list("pk", flat=True)):
            entries = [entry for template in newest for entry in template_entries(template)]
            changed += _replace(SearchRow.objects.exclude(template=None), entries, whole=whole)
        members = map(member_entry, Membership.objects.select_related("user", "district"))
        changed += _replace(SearchRow.objects.exclude(membership=None), members, whole=whole)
    cache.set(WRITTEN_BY, RULES, None)
    return changed


def rebuild(*, at: datetime) -> Iterator[int]:
    """Write everything anew; yield the key of each agreement when it is done."""
    SearchState.objects.update(rules=0)
    with transaction.atomic():
        SearchRow.objects.filter(agreement=None).delete()
        SearchWord.objects.all().delete()
        index_others()
    for key in Agreement.objects.order_by("pk").values_list("pk", flat=True).iterator():
        index_agreement(key, at=at)
        yield key
    count_words()


def count_words() -> None:
    """Count in how many entries each word is, and forget the words of none."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)


def _replace(stored: QuerySet[SearchRow], entries: Iterable[SearchEntry], *, whole: bool = False) -> int:
    """Make the stored rows those of the entries, writing only what differs or everything; return how many rows changed."""
    wanted = {entry.place: entry for entry in entries}
    kept, gone = {}, []
    for row in stored.defer("vector"):
        entry = wanted.get(place_of(row))
        if whole or entry is None or (row.title, row.body, row.current) != (*entry.words, entry.current):
            gone.append(row.pk)
        else:
            kept[entry.place] = row.pk
    SearchRow.objects.filter(pk__in=gone).delete()
    new = [_row(entry) for place, entry in wanted.items() if place not in kept]
    SearchRow.objects.bulk_create(new, batch_size=BATCH)
    _learn(new)
    return len(gone) + len(new)


def _row(entry: SearchEntry) -> SearchRow:
    title, body = entry.words
    return SearchRow(
        kind=entry.kind,
        agreement_id=entry.agreement,
        instrument_id=entry.instrument,
        template_id=entry.template,
        membership_id=entry.membership,
        key=entry.key,
        current=entry.current,
        title=title,
        body=body,
        passage=entry.passage,
        vector=vector_literal(title, body),
    )


def _learn(rows: Collection[SearchRow]) -> None:
    found: dict[str, str] = {}
    for row in rows:
        found |= known_words(row.title, row.body)
    # in one order, so that two workers do not wait for one another
    words = [SearchWord(word=word, stem=stem, frequency=1) for word, stem in sorted(found.items())]
    SearchWord.objects.bulk_create(words, batch_size=BATCH, ignore_conflicts=True)
