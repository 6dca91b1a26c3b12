"""Views of tables: what there is, download, upload, and the report with its confirmation; lists as tables."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required, current_user, permit, table_import_action
from agreements.errors import ActionRefused
from agreements.files.downloads import CSV, EXCEL, file_headers
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Agreement, TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets import actions
from agreements.spreadsheets.columns import Column
from agreements.spreadsheets.csv_files import write_csv
from agreements.spreadsheets.excel_files import write_excel
from agreements.spreadsheets.forms import ScanTableUploadForm, TableUploadForm
from agreements.spreadsheets.lists import LISTS
from agreements.spreadsheets.presenters import import_panel, import_stage
from agreements.spreadsheets.registry import TABLES
from agreements.spreadsheets.table import DataTable, Values
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note

RECENT = 10
FILE_TYPES = {"excel": EXCEL, "csv": CSV}


@action_required("table.exchange")
@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """List the tables that the reader may use, and those that she has read in."""
    user = current_user(request)
    tables = [table for table in TABLES.values() if policy.verdict(user, table.action).allowed]
    recent = [
        (row, import_stage(row, actions.read_report(row)))
        for row in TableImport.objects.filter(uploaded_by=user)[:RECENT]
    ]
    return render(request, "spreadsheets/list.html", {"tables": tables, "recent": recent})


@action_required("table.exchange")
@takes_files(2)
def table_detail(request: HttpRequest, kind: str) -> HttpResponse:
    """Explain a table and take a filled one."""
    table = _table(request, kind)
    kind_of_form = ScanTableUploadForm if table.takes_scans else TableUploadForm
    form = kind_of_form(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        file = form.cleaned_data["file"]
        made = actions.upload_table(
            table.kind,
            data=file.read(),
            file_name=file.name,
            scans=form.scan_bytes(),
            by=current_user(request),
            at=timezone.now(),
        )
        return redirect("table_import", made.pk)

    context = {"table": table, "form": form, "agreement": _agreement(request)}
    return form_response(
        request, form, act, lambda status: render(request, "spreadsheets/detail.html", context, status=status)
    )


@action_required("table.exchange")
@require_safe
def table_download(request: HttpRequest, kind: str, file_type: str) -> HttpResponse:
    """Send the stored rows, those of one contract with `?vertrag=`, or with `?leer=1` only the headings."""
    table = _table(request, kind)
    agreement, day = _agreement(request), timezone.localdate()
    empty = "leer" in request.GET
    rows = () if empty else table.rows(current_user(request), day, agreement)
    name = " ".join(
        [
            table.kind.label,
            agreement.reference if agreement else "",
            "Vorlage" if empty else f"{day:%Y-%m-%d}",
        ]
    )
    return _file(request, table.columns, rows, table.notes, file_type, name)


@action_required("agreement.view")
@require_safe
def list_download(request: HttpRequest, name: str, file_type: str) -> HttpResponse:
    """Send a list as its page shows it, with the filters of its address."""
    if name not in LISTS:
        raise Http404
    shown, day = LISTS[name], timezone.localdate()
    rows = shown.rows(current_user(request), request.GET, day)
    return _file(request, shown.columns, rows, (), file_type, f"{shown.title} {day:%Y-%m-%d}")


def _file(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Values],
    notes: Sequence[str],
    file_type: str,
    name: str,
) -> HttpResponse:
    if file_type not in FILE_TYPES:
        raise Http404
    data = b"".join(write_csv(columns, rows)) if file_type == "csv" else write_excel(columns, rows, notes)
    note(request, SecurityKind.DOWNLOADED)
    return HttpResponse(data, headers=file_headers(FILE_TYPES[file_type], name))


@table_import_action("table.exchange")
def table_import(request: HttpRequest, row: TableImport) -> HttpResponse:
    """Show what the trial says; POST writes it, all or nothing."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            done = actions.confirm_import(row, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            refusal, status = str(refused), 422
        else:
            if done.ended_at and not done.refusal:
                return redirect_with_message(request, "Die Tabelle ist übernommen.", "table_import", row.pk)
            return redirect("table_import", row.pk)
    context = {"panel": import_panel(row, timezone.now()), "refusal": refusal}
    return render(request, "spreadsheets/import.html", context, status=status)


@table_import_action("table.exchange")
@require_safe
def table_import_state(request: HttpRequest, row: TableImport) -> HttpResponse:
    """Return the progress if it differs from `?stand=`, else 204; reload the page once the table is read."""
    panel = import_panel(row, timezone.now())
    if panel.mark == request.GET.get("stand"):
        return HttpResponse(status=204)
    if not panel.is_running:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "spreadsheets/progress.html", {"panel": panel})


def _table(request: HttpRequest, kind: str) -> DataTable:
    if kind not in TableKind.values:
        raise Http404
    table = TABLES[TableKind(kind)]
    permit(policy.verdict(current_user(request), table.action))
    return table


def _agreement(request: HttpRequest) -> Agreement | None:
    """Return the contract `?vertrag=` that the reader sees, None without one. Raises Http404."""
    sent = request.GET.get("vertrag", "").replace("\0", "")  # which PostgreSQL refuses in a text
    if not sent:
        return None
    found: Agreement | None = policy.visible_to(current_user(request)).filter(reference=sent).first()
    if found is None:
        raise Http404
    return found
