"""Addresses of what is shared; all stand before those of the facilities themselves.

Only the four lists have one word after `facilities/`, as a facility has: these words
are kept from its address (see regions.editing.writing).
"""

from django.urls import path

from matching.sharing import (
    views,
    views_access,
    views_fit,
    views_pools,
    views_requests,
    views_wishes,
)

app_name = "sharing"

urlpatterns = [
    path("open/", views.directory, name="open"),
    path("for/<slug:slug>/", views_fit.facilities_for, name="for"),
    path("for/<slug:slug>/top/", views_fit.top, name="top"),
    path("requests/", views_requests.inbox, name="requests"),
    path("requests/unowned/", views_requests.unowned, name="unowned"),
    path("requests/<int:pk>/", views_requests.detail, name="request"),
    path("requests/<int:pk>/accept/", views_requests.accept, name="accept"),
    path("requests/<int:pk>/decline/", views_requests.decline, name="decline"),
    path("requests/<int:pk>/end/", views_requests.end, name="end"),
    path("requests/<int:pk>/note/", views_requests.note, name="note"),
    path("requests/<int:pk>/use/", views_requests.use, name="use"),
    path("requests/use/<int:pk>/", views_requests.use_decide, name="use-decide"),
    path("pools/", views_pools.pool_list, name="pools"),
    path("pools/new/<slug:slug>/", views_pools.pool_new, name="pool-new"),
    path("pools/<int:pk>/", views_pools.pool_detail, name="pool"),
    path("pools/<int:pk>/edit/", views_pools.pool_edit, name="pool-edit"),
    path("pools/<int:pk>/join/", views_pools.pool_join, name="pool-join"),
    path("pools/<int:pk>/leave/", views_pools.pool_leave, name="pool-leave"),
    path("pools/<int:pk>/close/", views_pools.pool_close, name="pool-close"),
    path("pools/<int:pk>/send/", views_pools.pool_send, name="pool-send"),
    path("wishes/", views_wishes.wish_list, name="wishes"),
    path("wishes/new/<slug:slug>/", views_wishes.wish_new, name="wish-new"),
    path("wishes/<int:pk>/", views_wishes.wish_detail, name="wish"),
    path("wishes/<int:pk>/join/", views_wishes.wish_join, name="wish-join"),
    path("wishes/<int:pk>/leave/", views_wishes.wish_leave, name="wish-leave"),
    path("wishes/<int:pk>/withdraw/", views_wishes.wish_withdraw, name="wish-withdraw"),
    path("wishes/<int:pk>/set-up/", views_wishes.wish_set_up, name="wish-set-up"),
    path("<slug:slug>/access/", views_access.access, name="access"),
    path("<slug:slug>/access/terms/", views_access.terms, name="terms"),
    path("<slug:slug>/access/confirm/", views_access.confirm, name="terms-confirm"),
    path("<slug:slug>/access/windows/", views_access.window_add, name="window-add"),
    path(
        "<slug:slug>/access/windows/<int:pk>/",
        views_access.window_remove,
        name="window-remove",
    ),
    path("<slug:slug>/access/ask/", views_access.ask_choose, name="ask-choose"),
    path("<slug:slug>/access/ask/<slug:profile_slug>/", views_access.ask, name="ask"),
]
