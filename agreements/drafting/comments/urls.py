"""URLs of the comments on one instrument."""

from django.urls import path

from agreements.drafting.comments import suggestion_views, views

urlpatterns = [
    path("", views.thread_list, name="thread_list"),
    path("neu/absatz/<slug:key>/", views.thread_new, name="thread_new"),
    path("neu/pflicht/<slug:code>/", views.thread_new_duty, name="thread_new_duty"),
    path("<slug:thread_key>/", views.thread_detail, name="thread_detail"),
    path("<slug:thread_key>/antworten/", views.thread_answer, name="thread_answer"),
    path("<slug:thread_key>/erledigen/", views.thread_resolve, name="thread_resolve"),
    path("<slug:thread_key>/wieder-oeffnen/", views.thread_reopen, name="thread_reopen"),
    path("<slug:thread_key>/vorschlag/", suggestion_views.suggestion_new, name="suggestion_new"),
    path(
        "<slug:thread_key>/vorschlaege/<int:suggestion>/uebernehmen/",
        suggestion_views.suggestion_accept,
        name="suggestion_accept",
    ),
    path(
        "<slug:thread_key>/vorschlaege/<int:suggestion>/ablehnen/",
        suggestion_views.suggestion_decline,
        name="suggestion_decline",
    ),
]
