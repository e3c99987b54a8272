"""Addresses of importing and exporting."""

from django.urls import path

from regions.sheets import views, views_files

urlpatterns = [
    path("edit/import/", views.import_records, name="import-records"),
    path(
        "edit/import/template/<slug:what>.<slug:format>",
        views_files.template_file,
        name="import-template",
    ),
    path("edit/import/<uuid:key>/", views.import_job, name="import-job"),
    path(
        "edit/import/<uuid:key>/progress/",
        views.import_progress,
        name="import-progress",
    ),
    path("edit/import/<uuid:key>/apply/", views.import_apply, name="import-apply"),
    path("edit/import/<uuid:key>/submit/", views.import_submit, name="import-submit"),
    path("edit/import/<uuid:key>/cancel/", views.import_cancel, name="import-cancel"),
    path(
        "edit/import/<uuid:key>/faults.csv",
        views_files.import_faults,
        name="import-faults",
    ),
    path("edit/export/", views_files.export_page, name="export-records"),
    path("edit/export/file", views_files.export_file, name="export-file"),
    path("data/export/", views_files.open_data, name="open-data"),
    path(
        "data/export/register.<slug:format>",
        views_files.open_data_file,
        name="open-data-file",
    ),
]
