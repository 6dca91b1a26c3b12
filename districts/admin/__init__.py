"""The Django admin of places and people. Importing the modules registers them."""

from districts.admin import places, users

__all__ = ["places", "users"]
