"""URLs of unsent e-mails."""

from django.urls import path

from agreements.notifications import views

urlpatterns = [
    path("e-mails/", views.mail_list, name="mail_list"),
    path("e-mails/versuchen/", views.mail_retry, name="mail_retry"),
]
