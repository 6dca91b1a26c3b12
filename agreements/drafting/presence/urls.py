"""URLs of presence in one instrument."""

from django.urls import path

from agreements.drafting.presence import views

urlpatterns = [
    path("", views.presence_report, name="presence_report"),
    path("ende/", views.presence_leave, name="presence_leave"),
]
