"""People and mandates at the curators' back desk."""

from django.contrib import admin

from portal.accounts.models import Mandate, User


class MandateInline(admin.TabularInline):
    model = Mandate
    fk_name = "user"
    extra = 0
    autocomplete_fields = ("region", "cluster")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff")
    inlines = (MandateInline,)

    def get_readonly_fields(self, request, obj=None):
        """People change their own address, by a code that is sent there."""
        return ("email",) if obj else ()


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ("user", "region", "cluster", "role", "ends_on")
    list_filter = ("role",)
    list_select_related = ("user", "region", "cluster")
    autocomplete_fields = ("user", "region", "cluster")
