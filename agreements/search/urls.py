"""URLs of the search."""

from django.urls import path

from agreements.search import views

urlpatterns = [
    path("", views.search_page, name="search"),
]
below = [
    path("absaetze/<slug:key>/andere/", views.clause_elsewhere, name="clause_elsewhere"),
]
