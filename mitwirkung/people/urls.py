"""Addresses of people: their list, one of them, inviting, changing, leaving, and the roles to be confirmed."""

from django.urls import path

from mitwirkung.people import views
from mitwirkung.people.departure import views as departure
from mitwirkung.people.review import views as review

urlpatterns = [
    path("personen/", views.people_list, name="people_list"),
    path("personen/neu/", views.people_new, name="people_new"),
    path("personen/rollen/", review.role_review, name="role_review"),
    path("personen/<int:pk>/", views.people_detail, name="people_detail"),
    path("personen/<int:pk>/aendern/", views.people_edit, name="people_edit"),
    path("personen/<int:pk>/zugang/", views.people_access, name="people_access"),
    path("personen/<int:pk>/abwesenheit/", views.people_absence, name="people_absence"),
    path("personen/<int:pk>/abwesenheit/beenden/", views.people_back, name="people_back"),
    path("personen/<int:pk>/rolle/", views.role_new, name="role_new"),
    path("personen/<int:pk>/rolle/<int:role>/beenden/", views.role_end, name="role_end"),
    path("personen/<int:pk>/verlaesst-uns/", departure.people_leave, name="people_leave"),
    path("personen/<int:pk>/verlaesst-uns/zurueck/", departure.departure_withdraw, name="departure_withdraw"),
    path("konto/adresse/<str:token>/", views.address_confirm, name="address_confirm"),
]
