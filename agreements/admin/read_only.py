"""What is kept for good, in the admin: to be found and read, never to be written."""

from typing import Any

from agreements.admin.agreement_rows import AgreementRowAdmin
from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import NO_WRITES


class ReadOnlyAdmin(BaseAdmin):
    """A table whose rows are written once, by the action that they record."""

    writes = NO_WRITES
    made_elsewhere = (
        "Was hier steht, ist festgehalten: Es kann gelesen, aber weder geändert noch gelöscht werden."
    )
    reason = "Das ist festgehalten und kann weder geändert noch gelöscht werden."

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return self.reason


class ReadOnlyRowAdmin(ReadOnlyAdmin, AgreementRowAdmin):
    """A table of an agreement whose rows are written once."""
