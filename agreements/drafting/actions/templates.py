"""Publishes a version of a shipped model text."""

from datetime import date

from django.db import transaction

from agreements.content import Content
from agreements.models import AgreementTemplate
from agreements.template_rules import TemplateRules

NO_RULES = TemplateRules()


@transaction.atomic
def publish_template(
    *,
    name: str,
    version: int,
    content: Content,
    rules: TemplateRules = NO_RULES,
    note: str = "",
    purpose: str = "",
    published_on: date,
) -> AgreementTemplate:
    """Publish a version of a model text; does nothing if it exists."""
    template, _ = AgreementTemplate.objects.get_or_create(
        name=name,
        version=version,
        defaults={
            "content": content.canonical().decode(),
            "fingerprint": content.fingerprint,
            "rules": rules.stored(),
            "note": note,
            "purpose": purpose,
            "published_on": published_on,
        },
    )
    return template
