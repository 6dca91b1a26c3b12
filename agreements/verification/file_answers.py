"""The public answer about a file, from its SHA-256 and perhaps a code."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from agreements.models import Version
from agreements.verification.queries import FoundFile, find_files, recorded_original, version_of_code
from agreements.verification.status import VersionStatus, version_status
from agreements.verification_code import verification_code


class FileVerdict(StrEnum):
    GENUINE = "genuine"
    OUTDATED = "outdated"
    ALTERED = "altered"
    RECORDED = "recorded"
    UNKNOWN = "unknown"


TONES = {
    FileVerdict.GENUINE: "success",
    FileVerdict.OUTDATED: "warning",
    FileVerdict.ALTERED: "danger",
    FileVerdict.RECORDED: "info",
    FileVerdict.UNKNOWN: "warning",
}
TITLES = {
    FileVerdict.GENUINE: "Diese Datei ist echt und aktuell",
    FileVerdict.OUTDATED: "Diese Datei ist echt, aber überholt",
    FileVerdict.ALTERED: "Das ist nicht die Datei, die wir ausgegeben haben",
    FileVerdict.RECORDED: "Diese Datei liegt hier, ist aber nicht von uns",
    FileVerdict.UNKNOWN: "Diese Datei kennen wir nicht",
}
NOT_CHECKED = (
    "Der Vertrag wurde andernorts geschlossen. Diese Anwendung hat ihn weder festgeschrieben noch gesiegelt; ob und von wem "
    "das Original unterzeichnet ist, sagt diese Seite nicht."
)
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
    """The answer about a file; `code` is that of its version, empty if unknown."""

    verdict: FileVerdict
    sentences: tuple[str, ...]
    sha256: str
    code: str = ""

    @property
    def title(self) -> str:
        """The heading."""
        return TITLES[self.verdict]

    @property
    def tone(self) -> str:
        """The tone of the notice component."""
        return TONES[self.verdict]

    @property
    def url(self) -> str:
        """The page of the version, or nothing."""
        return reverse("verify_code", args=[self.code]) if self.code else ""


def file_answer(sha256: str, code: str = "", *, as_of: date) -> FileAnswer:
    """Return the answer about a file; `code` is in its printed form."""
    found = [(file, version_status(file.version, as_of)) for file in find_files(sha256)]
    if found:
        file, state = max(found, key=lambda pair: (pair[1].counts, not pair[0].outdated))
        return _known_file(file, state, sha256, code)
    if recorded := recorded_original(sha256):
        return FileAnswer(
            verdict=FileVerdict.RECORDED, sentences=(recorded, NOT_CHECKED), sha256=sha256, code=""
        )
    version = version_of_code(code) if code else None
    if version is not None:
        sentences = [ALTERED]
        if not (state := version_status(version, as_of)).counts:
            sentences.append(f"Auch die Fassung selbst gilt nicht. {state.sentence}")
        return FileAnswer(verdict=FileVerdict.ALTERED, sentences=tuple(sentences), sha256=sha256, code=code)
    return FileAnswer(verdict=FileVerdict.UNKNOWN, sentences=(UNKNOWN,), sha256=sha256)


def _known_file(file: FoundFile, state: VersionStatus, sha256: str, code: str) -> FileAnswer:
    own_code = verification_code(file.version.fingerprint)
    sentences = [_description(file, state), *([file.outdated] if file.outdated else []), state.sentence]
    if code and code != own_code:
        sentences.append(f"Sie gehört nicht zum Code {code}, sondern zum Code {own_code}.")
    return FileAnswer(
        verdict=FileVerdict.GENUINE if state.counts and not file.outdated else FileVerdict.OUTDATED,
        sentences=tuple(sentences),
        sha256=sha256,
        code=own_code,
    )


def _description(file: FoundFile, state: VersionStatus) -> str:
    if not state.counts:
        return f"Sie stimmt Byte für Byte mit einer Datei überein, die wir ausgegeben haben ({file.what})."
    return (
        f"Sie stimmt Byte für Byte mit unserer Datei überein: {file.what}, {_instrument_words(file.version)}."
    )


def _instrument_words(version: Version) -> str:
    agreement = version.instrument.agreement
    place = f" {agreement.district.name}" if agreement.district else ""
    return f"{version.read().name}{place} ({agreement.reference}), Fassung {version.number}"
