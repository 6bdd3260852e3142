"""What everybody may read of the evidence log; formats in docs/reference/evidence-log.md."""
from django.urls import path

from jiazong.front.portal import views

app_name = "portal"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("checkpoint/<int:size>", views.checkpoint, name="checkpoint_of"),
    path("key", views.key, name="key"),
    path("tile/<int:level>/<path:path>", views.tile, name="tile"),
    path("consistency/<int:old>/<int:new>", views.consistency, name="consistency"),
    path("verify", views.verify, name="verify"),
    path("add-cosignature", views.add_cosignature, name="add_cosignature"),
]
