"""URLs of the Mitzeichnung of one instrument."""

from django.urls import path

from agreements.drafting.clearance import views

urlpatterns = [
    path("", views.clearance_detail, name="clearance_detail"),
    path("neu/", views.clearance_new, name="clearance_new"),
    path("runden/<int:number>/stellen/", views.clearance_add, name="clearance_add"),
    path("runden/<int:number>/schliessen/", views.clearance_close, name="clearance_close"),
    path("runden/<int:number>/text/", views.clearance_text, name="clearance_text"),
    path("runden/<int:number>/text.pdf", views.clearance_pdf, name="clearance_pdf"),
    path("antworten/<int:request_pk>/", views.clearance_answer, name="clearance_answer"),
]
