"""Writes one `0001_initial` per app (`make migrations`), for as long as no database in use was made by an older one.

`makemigrations` adds each relation, constraint and trigger in a step of its own, and for every step Django builds the models
anew. Here a model is created whole, after those it refers to; that migrates in half the time.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.writer import MigrationWriter
from pgtrigger.migrations import AddTrigger

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("districts", "agreements", "mitwirkung")
NAME = "0001_initial"


def main() -> None:
    """Replace the migrations of our apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
    for app in APPS:
        (ROOT / app / "migrations" / f"{NAME}.py").unlink(missing_ok=True)
    django.setup()
    for app in APPS:
        call_command("makemigrations", app, name="initial", verbosity=0)
        migration = import_module(f"{app}.migrations.{NAME}").Migration(NAME, app)
        migration.operations = whole_models(migration.operations)
        Path(MigrationWriter(migration).path).write_text(MigrationWriter(migration).as_string())


def whole_models(operations: Sequence[Operation]) -> list[Operation]:
    """Put relations, constraints, indexes and triggers into their models; a relation that closes a circle stays apart."""
    models = {step.name_lower: step for step in operations if isinstance(step, CreateModel)}
    relations = [step for step in operations if isinstance(step, AddField)]
    whole: dict[str, CreateModel] = {}

    def create(name: str, waiting: frozenset[str]) -> None:
        if name in models and name not in whole and name not in waiting:
            for step in relations:
                if step.model_name_lower == name:
                    for target in _targets(step):
                        create(target, waiting | {name})
            whole[name] = models[name]

    for name in models:
        create(name, frozenset())
    order = list(whole)
    apart: list[Operation] = []
    circular: set[str] = set()
    for step in relations:
        if _targets(step) & {*order[order.index(step.model_name_lower) + 1 :]}:
            apart.append(step)
            circular.add(step.model_name_lower)
        else:
            whole[step.model_name_lower].fields.append((step.name, step.field))
    for operation in operations:
        if isinstance(operation, IndexOperation):
            options = whole[operation.model_name_lower].options
            if isinstance(operation, AddTrigger):
                options.setdefault("triggers", []).append(operation.trigger)
            elif operation.model_name_lower in circular:
                apart.append(operation)
            elif isinstance(operation, AddConstraint):
                options.setdefault("constraints", []).append(operation.constraint)
            elif isinstance(operation, AddIndex):
                options.setdefault("indexes", []).append(operation.index)
    return [*whole.values(), *apart]


def _targets(step: AddField) -> set[str]:
    relation = step.field.remote_field
    named = [relation.model, getattr(relation, "through", None)] if relation else []
    return {str(name).rpartition(".")[2].lower() for name in named}


if __name__ == "__main__":
    main()
