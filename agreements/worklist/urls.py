"""URL of the start page of whoever works for all districts."""

from django.urls import path

from agreements.worklist import views

urlpatterns = [path("meine-arbeit/", views.work, name="work")]
