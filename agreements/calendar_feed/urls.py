"""URLs of the calendar and of the page that gives its address."""

from django.urls import path

from agreements.calendar_feed import views

urlpatterns = [
    path("kalender/<slug:secret>.ics", views.calendar_feed, name="calendar_feed"),
    path("konto/kalender/", views.calendar_account, name="calendar_account"),
    path("konto/kalender/neu/", views.calendar_renew, name="calendar_renew"),
    path("konto/kalender/widerrufen/", views.calendar_revoke, name="calendar_revoke"),
]
