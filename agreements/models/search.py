from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from agreements.models.agreement import Agreement
from agreements.models.instrument import Instrument
from agreements.models.template import AgreementTemplate
from agreements.search_choices import SearchKind
from districts.models import Membership


class SearchRow(models.Model):
    """Something that can be found, derived from other rows and written anew with them.

    Who may see it follows from what it is about: an instrument, an agreement, a model text or a membership. `key` is that
    of the clause, or of the row; `current` says that the text in force has it. Equal `passage` means equal words.
    """

    kind = models.CharField("Art", max_length=12, choices=SearchKind)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="Vertrag"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="Urkunde"
    )
    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="Mustertext"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="Rolle"
    )
    key = models.CharField("Schlüssel", max_length=60)
    current = models.BooleanField("gilt heute", default=False)
    title = models.TextField("Überschrift")
    body = models.TextField("Text")
    passage = models.BigIntegerField("Prüfzahl des Wortlauts")
    vector = SearchVectorField("Wörter")

    class Meta:
        verbose_name = "Eintrag der Suche"
        verbose_name_plural = "Einträge der Suche"
        ordering = ["pk"]
        indexes = [
            # of each kind its own, since a common word is common in clauses and rare among people
            GinIndex(fields=["vector"], name=f"search_{kind}", condition=Q(kind=kind))
            for kind in SearchKind.values
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of what can be found, folded, with its stem; `frequency` says how many rows have the stem."""

    word = models.CharField("Wort", max_length=60, primary_key=True)
    stem = models.CharField("Wortstamm", max_length=60)
    frequency = models.PositiveIntegerField("Einträge", default=0)

    class Meta:
        verbose_name = "Wort der Suche"
        verbose_name_plural = "Wörter der Suche"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class SearchState(models.Model):
    """What the rows of an agreement were made from; they are found for as long as that holds.

    `history_length` is the agreement's then, `expires_on` the day before another text takes effect, `rules` the version of
    the rules. `surroundings` says what else the text of a draft is filled with.
    """

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, related_name="search_state", verbose_name="Vertrag"
    )
    history_length = models.PositiveIntegerField("Einträge der Geschichte")
    expires_on = models.DateField("gilt bis")
    rules = models.PositiveSmallIntegerField("Regeln")
    surroundings = models.TextField("Bezirk und Verein")

    class Meta:
        verbose_name = "Stand der Suche"
        verbose_name_plural = "Stände der Suche"
        ordering = ["agreement"]

    def __str__(self) -> str:
        return str(self.agreement)
