"""Runs in Django's own admin: to look at, never to edit."""

from django.contrib import admin

from matching.models import MatchRun


@admin.register(MatchRun)
class MatchRunAdmin(admin.ModelAdmin):
    list_display = ["id", "status", "rows_done", "rows_total", "created_at", "error"]
    list_filter = ["status"]
    list_select_related = ["started_by"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
