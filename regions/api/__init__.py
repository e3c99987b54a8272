"""API of the register under /api/v1/: read only, filtered like the pages."""

from rest_framework.routers import BaseRouter

from regions.api import views


def register_api(router: BaseRouter) -> None:
    """Add this app's collections to the API's router."""
    router.register("regions", views.RegionViewSet, basename="region")
    router.register("topics", views.TopicViewSet, basename="topic")
    router.register("strategies", views.StrategyViewSet, basename="strategy")
    router.register("priorities", views.PriorityViewSet, basename="priority")
    router.register("clusters", views.ClusterViewSet, basename="cluster")
    router.register("facilities", views.FacilityViewSet, basename="facility")
    router.register("cooperation", views.CooperationViewSet, basename="cooperation")
