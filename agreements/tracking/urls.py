"""URLs of obligations and the overview."""

from django.urls import path

from agreements.tracking import views
from agreements.tracking.overview.views import overview_page

urlpatterns = [
    path("ueberblick/", overview_page, name="overview"),
    path("pflichten/", views.obligation_list, name="obligation_list"),
    path("pflichten/melden/", views.report_several, name="report_several"),
    path("pflichten/<int:pk>/", views.obligation_detail, name="obligation_detail"),
    path("pflichten/<int:pk>/melden/", views.obligation_report, name="obligation_report"),
    path("pflichten/<int:pk>/anlass/", views.occasion_new, name="occasion_new"),
    path("pflichten/<int:pk>/sachstand/<int:report>/", views.report_answer, name="report_answer"),
]
