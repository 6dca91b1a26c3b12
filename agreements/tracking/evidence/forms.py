"""The form for evidence: several pieces at once, with a report or later."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from agreements.choices import EvidenceKind
from agreements.files.fields import MAX_MEGABYTES
from agreements.files.uploads import SCAN_TYPES
from agreements.tracking.evidence.submissions import Submission
from districts.base_forms import Form
from districts.fields import DayField, TextField

PREFIX = "nachweis"
MOST_AT_ONCE = 5
LONGEST_URL = 500
LONGEST_LINE = 200
IS_ADDRESS = URLValidator(schemes=["http", "https"])


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files; the form validates them."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the uploaded files, an empty list if there are none."""
        return list(data or [])


class EvidenceForm(Form):
    """Files, links, references and a note, all with the same period and validity. No field is required."""

    files_ = FilesField(
        label="Dateien",
        required=False,
        help_text=f"PDF, PNG oder JPEG, je Datei höchstens {MAX_MEGABYTES} MB, höchstens "
        f"{MOST_AT_ONCE} Dateien auf einmal. Aufbewahrt wird die Datei, wie sie ist, auch mit verborgenen Angaben wie dem "
        "Aufnahmeort. Bitte keine Namenslisten und keine Angaben zu einzelnen Familien.",
        widget=FilesInput(attrs={"accept": ",".join(SCAN_TYPES), "data-most": settings.UPLOAD_MAX_BYTES}),
    )
    links = TextField(
        label="Links",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Je Zeile eine Adresse; dahinter, wenn Sie mögen, was dort steht.",
    )
    references = TextField(
        label="Drucksachen oder Aktenzeichen",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Je Zeile eine Nummer, zum Beispiel: Drs. IX-1234.",
    )
    note = TextField(
        label="Vermerk", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = DayField(label="Belegt den Zeitraum ab", required=False)
    ends_on = DayField(label="Belegt den Zeitraum bis", required=False)
    last_valid_on = DayField(
        label="Gilt bis",
        required=False,
        help_text="Nur wenn der Nachweis später erneuert werden muss.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, single: bool = False, **kwargs: Any) -> None:
        """`single` is for a new version, which is one piece."""
        super().__init__(data, files, prefix=PREFIX, **kwargs)
        self.single = single

    @property
    def to_choose_again(self) -> str:
        """The names of submitted files, which a browser does not keep."""
        sent = self.files.getlist(self.add_prefix("files_")) if self.files else []
        return ", ".join(f"„{_name(file)}“" for file in sent)

    @property
    def is_touched(self) -> bool:
        return self.is_bound and self.has_changed()

    def clean_files_(self) -> list[UploadedFile[Any]]:
        """Refuse too many or large files before they are read into memory."""
        sent: list[UploadedFile[Any]] = self.cleaned_data["files_"]
        if len(sent) > MOST_AT_ONCE:
            raise ValidationError(
                f"Bitte höchstens {MOST_AT_ONCE} Dateien auf einmal. Es wurde nichts gespeichert."
            )
        for file in sent:
            if file.size and file.size > settings.UPLOAD_MAX_BYTES:
                limit = settings.UPLOAD_MAX_BYTES // 1024**2
                raise ValidationError(
                    f"„{_name(file)}“ ist größer als {limit} MB. Es wurde nichts gespeichert. Verkleinern Sie die Datei, oder "
                    "geben Sie einen Link an."
                )
        return sent

    def clean_links(self) -> list[tuple[str, str]]:
        """Return address and title from each line."""
        found = []
        for line in _lines(self.cleaned_data["links"]):
            address, _, words = line.partition(" ")
            try:
                IS_ADDRESS(address)
            except ValidationError as error:
                raise ValidationError(
                    f"„{address[:80]}“ ist keine Adresse. Sie beginnt mit https:// und steht am Anfang ihrer Zeile."
                ) from error
            if len(address) > LONGEST_URL:
                raise ValidationError(f"Die Adresse darf höchstens {LONGEST_URL} Zeichen haben.")
            found.append((address, _short_enough(words.strip())))
        return found

    def clean_references(self) -> list[str]:
        """Return the reference from each line."""
        return [_short_enough(line) for line in _lines(self.cleaned_data["references"])]

    def clean(self) -> dict[str, Any]:
        """Require ordered dates, and exactly one piece for a new version."""
        data = super().clean() or {}
        first = data.get("starts_on")
        for name in ("ends_on", "last_valid_on"):
            if first and data.get(name) and data[name] < first:
                self.add_error(name, "Dieser Tag liegt vor dem Beginn des Zeitraums. Bitte prüfen Sie beide.")
        if not self.errors:
            pieces = self.pieces()
            if self.single and len(pieces) != 1:
                raise ValidationError(
                    "Bitte genau eines angeben: eine Datei, einen Link, eine Nummer oder einen Vermerk. Es wurde nichts gespeichert."
                )
            if not pieces and any(data.get(name) for name in ("starts_on", "ends_on", "last_valid_on")):
                raise ValidationError(
                    "Sie haben einen Zeitraum angegeben, aber keinen Nachweis. Fügen Sie einen hinzu, oder leeren Sie die Tage."
                )
        return data

    def pieces(self) -> list[Submission]:
        """Return the submitted pieces. The files are read now."""
        return list(self._pieces())

    def _pieces(self) -> Iterator[Submission]:
        data = self.cleaned_data
        validity: dict[str, Any] = {
            name: data.get(name) for name in ("starts_on", "ends_on", "last_valid_on")
        }
        for file in data["files_"]:
            file.seek(0)
            yield Submission(kind=EvidenceKind.FILE, title=_name(file), data=file.read(), **validity)
        for address, words in data["links"]:
            yield Submission(kind=EvidenceKind.LINK, url=address, title=words, **validity)
        for number in data["references"]:
            yield Submission(kind=EvidenceKind.REFERENCE, reference=number, **validity)
        if note := data["note"].strip():
            yield Submission(kind=EvidenceKind.NOTE, note=note, **validity)


def _lines(text: str) -> list[str]:
    return [folded for line in text.splitlines() if (folded := " ".join(line.split()))]


def _short_enough(words: str) -> str:
    if len(words) > LONGEST_LINE:
        raise ValidationError(f"„{words[:40]}…“ ist zu lang: Je Zeile sind {LONGEST_LINE} Zeichen möglich.")
    return words


def _name(file: UploadedFile[Any]) -> str:
    """Return the file name without invisible and bidirectional control characters."""
    plain = "".join(letter for letter in PurePath(file.name or "").name if letter.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    return (
        plain
        if len(plain) <= LONGEST_LINE
        else f"{stem[: LONGEST_LINE - len(ending) - 2]}…{dot}{ending}"[:LONGEST_LINE]
    )
