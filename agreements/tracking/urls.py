"""Addresses of obligations."""

from django.urls import path

from agreements.tracking import views

urlpatterns = [
    path("pflichten/", views.obligation_list, name="obligation_list"),
    path("pflichten/<int:pk>/", views.obligation_detail, name="obligation_detail"),
    path("pflichten/<int:pk>/melden/", views.obligation_report, name="obligation_report"),
]
