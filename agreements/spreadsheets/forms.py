"""The form that uploads a table."""

from agreements.files.downloads import CSV, EXCEL, ZIP
from agreements.files.fields import MAX_MEGABYTES, UploadField
from districts.base_forms import Form


class TableUploadForm(Form):
    """A table, Excel or CSV."""

    file = UploadField(
        label="Ausgefüllte Tabelle",
        types=(".xlsx", ".csv", EXCEL, CSV),
        advice="Teilen Sie die Tabelle auf.",
        help_text=f"Excel (.xlsx) oder CSV, höchstens {MAX_MEGABYTES} MB. Sie wird zuerst nur geprüft.",
    )

    def scan_bytes(self) -> bytes:
        """Return the ZIP that was sent along, empty without one."""
        file = self.cleaned_data.get("scans")
        return file.read() if file else b""


class ScanTableUploadForm(TableUploadForm):
    """A table with the scans of its rows."""

    scans = UploadField(
        label="ZIP-Datei mit Scans",
        required=False,
        types=(".zip", ZIP),
        advice="Verteilen Sie die Scans auf mehrere ZIP-Dateien und laden Sie die Tabelle mit jeder hoch.",
        help_text=f"Höchstens {MAX_MEGABYTES} MB, ohne Kennwort. Jede Datei gehört zu der Zeile, die sie unter „Datei“ nennt oder "
        "deren Vertragsnummer in ihrem Namen steht.",
    )
