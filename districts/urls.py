"""URLs of districts."""

from django.urls import path

from districts import views

urlpatterns = [
    path("", views.district_list, name="district_list"),
    path("suche/", views.district_search, name="district_search"),
]
