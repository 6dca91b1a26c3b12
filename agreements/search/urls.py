"""URLs of the search."""

from django.urls import path

from agreements.search import views

urlpatterns = [
    path("", views.search_page, name="search"),
]
