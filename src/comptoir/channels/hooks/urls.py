"""/hooks/<provider>/<legal entity>/: one address per provider and account."""

from django.urls import path

from comptoir.channels.hooks.views import receive

urlpatterns = [path("<slug:provider>/<slug:account>/", receive, name="hook")]
