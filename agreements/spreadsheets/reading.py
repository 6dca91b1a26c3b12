"""Reads an uploaded table, Excel or CSV by its content."""

from collections.abc import Sequence

from agreements.spreadsheets.columns import Column
from agreements.spreadsheets.csv_files import read_csv
from agreements.spreadsheets.excel_files import OLE, read_excel
from agreements.spreadsheets.sheet import Sheet

ZIP = b"PK"


def is_excel(data: bytes) -> bool:
    """Whether a file is a workbook by its content, of whatever age."""
    return data.startswith((ZIP, OLE))


def read_sheet(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Return the rows of an uploaded file. Raises SheetUnreadable."""
    return (read_excel if is_excel(data) else read_csv)(data, columns)
