"""The form that uploads a table."""

from agreements.files.downloads import CSV, EXCEL
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
