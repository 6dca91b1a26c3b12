"""The text in force on a day as a tagged PDF: to be read, without seal and verification code."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from agreements.dossier.reading_text.presenters import ReadingView
from agreements.models import Agreement
from agreements.rendering.pdf import write_pdf


def reading_pdf(agreement: Agreement, view: ReadingView, *, moment: datetime) -> bytes:
    """Render a text in force."""
    context = {
        "agreement": agreement,
        "view": view,
        "notes": view.text.notes if view.text else {},
        "moment": timezone.localtime(moment),
    }
    return write_pdf(render_to_string("dossier/reading_text/print.html", context))
