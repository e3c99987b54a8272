"""All addresses of the portal."""

from allauth.account.decorators import secure_admin_login
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from matching.api import register_api as register_matching_api
from matching.calls.api import register_api as register_calls_api
from matching.consortia.api import register_api as register_consortia_api
from matching.introductions.api import register_api as register_introductions_api
from matching.outcomes.api import register_api as register_outcomes_api
from matching.partner_requests.api import register_api as register_requests_api
from matching.partnerships.api import register_api as register_partnerships_api
from matching.sharing.api import register_api as register_sharing_api
from portal import views
from portal.guide.practices.api import register_api as register_practices_api
from portal.notices.api import register_api as register_notices_api
from portal.views_dashboard import dashboard
from portal.web.languages import choose_language
from regions.api import register_api as register_regions_api

router = DefaultRouter()
register_regions_api(router)
register_matching_api(router)
register_outcomes_api(router)
register_notices_api(router)
register_introductions_api(router)
register_requests_api(router)
register_partnerships_api(router)
register_calls_api(router)
register_consortia_api(router)
register_sharing_api(router)
register_practices_api(router)

# The back desk has no way in of its own: it would know of no second step.
admin.site.login = secure_admin_login(admin.site.login)
# Other services to sign in by are set up by the environment only.
admin.site.unregister((SocialApp, SocialToken))

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", dashboard, name="dashboard"),
    # Before the addresses of facilities, of which none is called "requests".
    path("facilities/", include("matching.sharing.urls")),
    path("", include("regions.urls")),
    path("search/", views.search, name="search"),
    path("", include("regions.urls_open")),
    # Before the addresses of records, of which no kind is called "cases".
    path("", include("regions.moderation.urls")),
    path("", include("regions.sheets.urls")),
    path("edit/", include("regions.urls_edit")),
    path("", include("regions.freshness.urls")),
    # Before the pairs of profiles, of which none is called "compare".
    path("", include("matching.keeping.urls")),
    path("", include("matching.urls")),
    path("", include("matching.urls_open")),
    path("", include("matching.outcomes.urls")),
    path("", include("matching.introductions.talk.urls")),
    path("introductions/", include("matching.introductions.urls")),
    path("requests/", include("matching.partner_requests.urls")),
    path("", include("matching.commitments.urls")),
    path("", include("matching.partnerships.suggestions.urls")),
    path("partnerships/", include("matching.partnerships.urls")),
    path("calls/", include("matching.calls.urls")),
    path("consortia/", include("matching.consortia.urls")),
    path("guide/", include("portal.guide.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("", include("portal.accounts.urls_open")),
    path("", include("portal.notices.urls")),
    path("", include("portal.mail.urls")),
    # Visitors' pages are shared between them and so carry no CSRF token; choosing a
    # language changes nothing but the reader's own cookie.
    path("language/", csrf_exempt(choose_language), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
    ),
    path("admin/", admin.site.urls),
    path("api/v1/", include((router.urls, "api-v1"))),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "api/docs/",
        require_safe(SpectacularSwaggerSplitView.as_view(url_name="api-schema")),
        name="api-docs",
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
