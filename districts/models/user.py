from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account; permissions follow from its memberships, not from flags here."""

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
