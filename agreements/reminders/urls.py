"""URLs of reminders, and of a person's choices about e-mails."""

from django.urls import path

from agreements.reminders import views

urlpatterns = [
    path("versandprotokoll/", views.reminder_ledger, name="reminder_ledger"),
    path("vertraege/<int:pk>/erinnerungen/", views.reminder_list, name="reminder_list"),
    path("konto/benachrichtigungen/", views.mail_choices, name="mail_choices"),
    path("konto/abwesenheit/", views.absence_set, name="absence_set"),
    path("konto/abwesenheit/beenden/", views.absence_end, name="absence_end"),
    path("abbestellen/<str:token>/", views.mail_unsubscribe, name="mail_unsubscribe"),
]
