"""Signing in leads people to what they act for."""

from django.contrib.auth.views import LoginView
from django.urls import reverse


class SignInView(LoginView):
    """Sign in; who wanted no page in particular comes to their region or cluster."""

    template_name = "accounts/login.html"

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        region = user.mandated_regions().order_by("code").first()
        if region:
            return reverse("regions:detail", args=[region.code])
        cluster = user.mandated_clusters().order_by("title", "pk").first()
        return cluster.get_absolute_url() if cluster else reverse("home")
