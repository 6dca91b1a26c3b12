"""Prepares a new installation: what must be there before the first contract can be written."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.drafting.actions.templates import publish_template
from agreements.drafting.model_agreement import MODEL_PURPOSE, TERMS, read_model_agreement, read_model_rules
from districts.imports import load_reference


class Command(BaseCommand):
    """Load the districts with their offices and publish each version of the model agreement; a second run changes nothing."""

    help = "Lädt Bezirke und Ämter und veröffentlicht den Mustertext. Darf beliebig oft laufen."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference(say=self.stdout.write)
        for version in TERMS:
            template = publish_template(
                name="Kooperationsvertrag",
                version=version,
                purpose=MODEL_PURPOSE,
                content=read_model_agreement(version),
                rules=read_model_rules(version),
                published_on=timezone.localdate(),
            )
            self.stdout.write(f"Mustertext: {template}, veröffentlicht am {template.published_on:%d.%m.%Y}.")
