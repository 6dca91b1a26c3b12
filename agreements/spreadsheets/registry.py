"""All tables by kind."""

from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.obligations import OBLIGATIONS
from agreements.spreadsheets.recorded_agreements import RECORDED_AGREEMENTS
from agreements.spreadsheets.reports import REPORTS
from agreements.spreadsheets.signatories import SIGNATORIES
from agreements.spreadsheets.table import DataTable

TABLES: dict[TableKind, DataTable] = {
    table.kind: table for table in (RECORDED_AGREEMENTS, OBLIGATIONS, SIGNATORIES, REPORTS)
}
