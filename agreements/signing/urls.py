"""Addresses below one instrument: its steps and signatures."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.lifecycle import STEPS
from agreements.signing import views


class StepConverter(StringConverter):
    """A step that a person can take."""

    regex = "|".join(step.name for step in STEPS.values() if step.roles)


register_converter(StepConverter, "step")

urlpatterns = [
    path("schritt/<step:name>/", views.take_step, name="take_step"),
    path("unterschriften/<slug:key>/", views.signature_new, name="signature_new"),
]
