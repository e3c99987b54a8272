"""Addresses below /accounts/: mandates, people, claims, invitations, one's data."""

from django.urls import path

from portal.accounts import views_claims, views_data, views_people

urlpatterns = [
    path("mandates/", views_people.mandates, name="mandates"),
    path("mandates/<int:pk>/", views_people.mandate, name="mandate"),
    path("mandates/<int:pk>/leave/", views_people.leave, name="mandate-leave"),
    path("people/region/<str:code>/", views_people.people, name="people-of-region"),
    path("people/cluster/<slug:slug>/", views_people.people, name="people-of-cluster"),
    path("claims/new/", views_claims.claim_new, name="claim-new"),
    path(
        "claims/<int:pk>/take-back/",
        views_claims.claim_take_back,
        name="claim-take-back",
    ),
    path("invitations/<str:key>/", views_claims.invitation, name="invitation"),
    path(
        "invitations/<int:pk>/withdraw/",
        views_people.withdraw,
        name="invitation-withdraw",
    ),
    path("name/", views_data.name, name="my-name"),
    path("data/", views_data.data, name="my-data"),
    path("data/export/", views_data.export, name="my-data-export"),
    path("delete/", views_data.delete, name="delete-account"),
]
