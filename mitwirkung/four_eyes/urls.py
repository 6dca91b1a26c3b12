"""Addresses of what two people of the administration do together."""

from django.urls import path

from mitwirkung.four_eyes import views

urlpatterns = [
    path("vier-augen/", views.four_eyes_list, name="four_eyes_list"),
    path("vier-augen/neu/<str:deed>/<int:number>/", views.four_eyes_ask, name="four_eyes_ask"),
    path("vier-augen/<int:pk>/", views.four_eyes_detail, name="four_eyes_detail"),
    path("vier-augen/<int:pk>/ablehnen/", views.four_eyes_decline, name="four_eyes_decline"),
    path("vier-augen/<int:pk>/zurueckziehen/", views.four_eyes_withdraw, name="four_eyes_withdraw"),
]
