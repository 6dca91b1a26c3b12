"""URLs of tables."""

from django.urls import path

from agreements.spreadsheets import views

urlpatterns = [
    path("", views.table_list, name="table_list"),
    path("eingelesen/<int:pk>/", views.table_import, name="table_import"),
    path("eingelesen/<int:pk>/stand/", views.table_import_state, name="table_import_state"),
    path("listen/<slug:name>/<slug:file_type>/", views.list_download, name="list_download"),
    path("<slug:kind>/", views.table_detail, name="table_detail"),
    path("<slug:kind>/herunterladen/<slug:file_type>/", views.table_download, name="table_download"),
]
