"""What is said about a file when only its SHA-256 is known, and perhaps the code that came with it."""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from agreements.models import Version
from agreements.verification.queries import FoundFile, find_files, version_of_code
from agreements.verification.status import VersionStatus, version_status
from agreements.verification_code import verification_code


class FileVerdict(StrEnum):
    """The four answers about a file."""

    GENUINE = "genuine"
    OUTDATED = "outdated"
    ALTERED = "altered"
    UNKNOWN = "unknown"


TONES = {
    FileVerdict.GENUINE: "success",
    FileVerdict.OUTDATED: "warning",
    FileVerdict.ALTERED: "danger",
    FileVerdict.UNKNOWN: "warning",
}
TITLES = {
    FileVerdict.GENUINE: "Diese Datei ist echt und aktuell",
    FileVerdict.OUTDATED: "Diese Datei ist echt, aber überholt",
    FileVerdict.ALTERED: "Das ist nicht die Datei, die wir ausgegeben haben",
    FileVerdict.UNKNOWN: "Diese Datei kennen wir nicht",
}
ALTERED = (
    "Der Code gehört zu einer Fassung, die wir kennen, aber keine Datei dieser Fassung hat diesen Prüfwert. Die Datei "
    "wurde verändert, neu gespeichert, beim Übertragen beschädigt oder stammt nicht von uns. Verlassen Sie sich nicht "
    "auf sie, und bitten Sie um die Datei im Original."
)
UNKNOWN = (
    "Zu diesem Prüfwert gibt es bei uns keine Datei. Das sagt nichts darüber, woher sie stammt: Entwürfe, Ausdrucke und "
    "neu gespeicherte Kopien kennt diese Seite nicht. Tragen Sie den Prüfcode ein, der auf dem Dokument steht, wenn es "
    "einen trägt."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """The answer about a file; `url` leads to what is known of its version, where something may be told."""

    verdict: FileVerdict
    sentences: tuple[str, ...]
    sha256: str
    code: str = ""

    @property
    def title(self) -> str:
        """The answer in one line."""
        return TITLES[self.verdict]

    @property
    def tone(self) -> str:
        """The tone of its notice."""
        return TONES[self.verdict]

    @property
    def url(self) -> str:
        """Where more is told of the version, or nothing."""
        return reverse("verify_code", args=[self.code]) if self.code else ""


def file_answer(sha256: str, code: str = "") -> FileAnswer:
    """Return what is known of the file with this SHA-256; `code` is the code in hand, as `read_code` returns it."""
    found = [(file, version_status(file.version)) for file in find_files(sha256)]
    if found:
        file, state = max(found, key=lambda pair: pair[1].counts)
        return _known(file, state, sha256, code)
    version = version_of_code(code) if code else None
    if version is not None:
        sentences = [ALTERED]
        if not (state := version_status(version)).counts:
            sentences.append(f"Auch die Fassung selbst gilt nicht. {state.sentence}")
        return FileAnswer(verdict=FileVerdict.ALTERED, sentences=tuple(sentences), sha256=sha256, code=code)
    return FileAnswer(verdict=FileVerdict.UNKNOWN, sentences=(UNKNOWN,), sha256=sha256)


def _known(file: FoundFile, state: VersionStatus, sha256: str, code: str) -> FileAnswer:
    own_code = verification_code(file.version.fingerprint)
    sentences = [_what_it_is(file, state), state.sentence]
    if code and code != own_code:
        sentences.append(f"Sie gehört nicht zum Code {code}, sondern zum Code {own_code}.")
    return FileAnswer(
        verdict=FileVerdict.GENUINE if state.counts else FileVerdict.OUTDATED,
        sentences=tuple(sentences),
        sha256=sha256,
        code=own_code,
    )


def _what_it_is(file: FoundFile, state: VersionStatus) -> str:
    if not state.counts:
        return f"Sie stimmt Byte für Byte mit einer Datei überein, die wir ausgegeben haben ({file.what})."
    return (
        f"Sie stimmt Byte für Byte mit unserer Datei überein: {file.what}, {instrument_words(file.version)}."
    )


def instrument_words(version: Version) -> str:
    """Return which instrument a version is of, in one line."""
    agreement = version.instrument.agreement
    place = f" {agreement.district.name}" if agreement.district else ""
    return f"{version.read().name}{place} ({agreement.reference}), Fassung {version.number}"
