"""The register for curators. What they change is found and shown at once."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.editing.services import lock_record, set_status, words_of_hidden_home
from regions.editing.writing import remember, remember_origin, role_of
from regions.models import (
    Act,
    Cluster,
    Cooperation,
    CooperationMember,
    ExchangeItem,
    Facility,
    NutsChange,
    Priority,
    Profile,
    Region,
    RegionStrength,
    Status,
    Strategy,
    Topic,
)
from regions.moderation.leaving import public_parts
from regions.services import bump_register_version, rebuild_search
from regions.signals import profile_edited

_ACTS = {
    Status.PUBLISHED: Act.PUBLISHED,
    Status.RETURNED: Act.RETURNED,
    Status.WITHDRAWN: Act.WITHDRAWN,
}
# What somebody types without a scheme is meant as https.
HTTPS_LINKS = {models.URLField: {"assume_scheme": "https"}}


class RegisterAdmin(admin.ModelAdmin):
    """Every change renews the search and ends kept pages and counts."""

    # Whether other rooms are not told of each change: see bump_register_version.
    is_wide = True
    formfield_overrides = HTTPS_LINKS
    list_per_page = 50
    show_full_result_count = False

    def changeform_view(self, request, *args, **kwargs):
        return self._renewing(request, super().changeform_view, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return self._renewing(request, super().changelist_view, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self._renewing(request, super().delete_view, *args, **kwargs)

    def _renewing(self, request, view, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            rebuild_search()
            bump_register_version(is_wide=self.is_wide)
        return response


class RecordForm(forms.ModelForm):
    """The form of a record: it does not overwrite what was written since it opened."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen_version"].initial = self.instance.version

    def clean(self):
        data = super().clean() or {}
        if self.instance.pk:
            # Locked until the page's transaction ends.
            present = lock_record(self.instance)
            if data.get("seen_version") != present.version:
                raise ValidationError(
                    _(
                        "The record has been changed since you opened this form. "
                        "Open it again: what you see here would overwrite the change."
                    )
                )
        if data.get("status") == Status.PUBLISHED:
            self._check_home(data.get("strategy"))
        return data

    def _check_home(self, home):
        """No priority is public without its strategy."""
        if isinstance(home, Strategy) and home.status != Status.PUBLISHED:
            raise ValidationError(words_of_hidden_home(self.instance, home))


class RecordAdmin(RegisterAdmin):
    """A record that people own: what a curator changes here is in its trail too."""

    form = RecordForm

    def save_model(self, request, obj, form, change):
        obj.updated_by = request.user
        if change:
            before = type(obj).objects.get(pk=obj.pk)
            remember_origin(before)
            obj.version = before.version + 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = form.instance
        act = Act.CHANGED if change else Act.CREATED
        if change and "status" in form.changed_data:
            act = _ACTS.get(record.status, Act.CHANGED)
        role = role_of(request.user, record)
        at = timezone.now()
        remember(record, act, by=request.user, role=role, at=at)
        if record.status != Status.PUBLISHED:
            # No priority stays public without its strategy.
            for one in public_parts(record):
                set_status(
                    record=one, status=record.status, act=act, by=request.user, at=at
                )


class ItemInline(admin.StackedInline):
    model = ExchangeItem
    formfield_overrides = HTTPS_LINKS
    fk_name = "profile"
    extra = 0
    autocomplete_fields = ["topics"]
    raw_id_fields = ["facility", "confirmed_by"]


class MemberInline(admin.TabularInline):
    model = CooperationMember
    formfield_overrides = HTTPS_LINKS
    extra = 0
    autocomplete_fields = ["region"]
    fields = ["name", "region", "is_cluster", "role", "source_url", "confidence"]


@admin.register(Region)
class RegionAdmin(RegisterAdmin):
    list_display = ["code", "name", "level", "country", "cohesion_category"]
    list_filter = ["level", "cohesion_category", "is_outermost", "country"]
    search_fields = ["code", "name", "name_local", "name_de", "name_fr"]
    autocomplete_fields = ["parent"]


@admin.register(Topic)
class TopicAdmin(RegisterAdmin):
    list_display = ["code", "label_en", "scheme", "level"]
    list_filter = ["scheme", "level"]
    search_fields = ["code", "label_en", "label_de", "label_fr"]
    autocomplete_fields = ["parent"]


@admin.register(Strategy)
class StrategyAdmin(RecordAdmin):
    list_display = ["slug", "region", "period", "status", "confidence"]
    list_filter = ["status", "confidence", "period", "region__country"]
    list_select_related = ["region"]
    search_fields = ["slug", "title", "region__code", "region__name"]
    autocomplete_fields = ["region"]
    raw_id_fields = ["confirmed_by"]


class ProfileAdmin(RecordAdmin):
    is_wide = False
    list_display = ["title", "region", "status", "confidence", "updated_at"]
    list_filter = ["status", "confidence", "region__country"]
    list_select_related = ["region"]
    search_fields = ["slug", "title", "region__code", "region__name"]
    autocomplete_fields = ["region", "topics"]
    raw_id_fields = ["confirmed_by", "updated_by"]
    # The table of the model says what a record is; nobody chooses it.
    exclude = ["type"]
    inlines = [ItemInline]

    def save_model(self, request, obj, form, change):
        obj.type = obj._meta.model_name
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        what = "changed"
        if "status" in form.changed_data or not change:
            is_published = form.instance.status == Status.PUBLISHED
            what = "published" if is_published else "withdrawn"
        profile_edited.send(Profile, profile=form.instance, what=what)

    def delete_model(self, request, obj):
        profile_edited.send(Profile, profile=obj, what="deleted")
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for profile in queryset:
            profile_edited.send(Profile, profile=profile, what="deleted")
        super().delete_queryset(request, queryset)


@admin.register(Priority)
class PriorityAdmin(ProfileAdmin):
    autocomplete_fields = ["region", "topics", "strategy"]


@admin.register(Cluster)
class ClusterAdmin(ProfileAdmin):
    search_fields = [*ProfileAdmin.search_fields, "acronym", "city"]


@admin.register(Facility)
class FacilityAdmin(RecordAdmin):
    # Profiles are matched by what they offer, not by the facilities behind it.
    is_wide = False
    list_display = ["name", "kind", "region", "known_as_of", "confidence"]
    list_filter = ["kind", "confidence", "region__country"]
    list_select_related = ["region"]
    search_fields = ["slug", "name", "host"]
    autocomplete_fields = ["region", "topics"]
    raw_id_fields = ["confirmed_by"]


@admin.register(Cooperation)
class CooperationAdmin(RegisterAdmin):
    list_display = ["name", "programme", "year", "is_complete", "confidence"]
    list_filter = ["confidence", "is_complete", "programme"]
    search_fields = ["slug", "name", "programme"]
    autocomplete_fields = ["topics"]
    raw_id_fields = ["confirmed_by"]
    inlines = [MemberInline]


@admin.register(RegionStrength)
class RegionStrengthAdmin(RegisterAdmin):
    list_display = ["region", "topic", "location_quotient", "strength"]
    list_select_related = ["region", "topic"]
    search_fields = ["region__code", "topic__code"]
    autocomplete_fields = ["region", "topic"]


@admin.register(NutsChange)
class NutsChangeAdmin(RegisterAdmin):
    list_display = ["code_2024", "region", "share"]
    list_select_related = ["region"]
    search_fields = ["code_2024", "region__code"]
    autocomplete_fields = ["region"]
