"""The Django admin of places and people. Importing the modules registers them."""

from districts.admin import erasures, places, users

__all__ = ["erasures", "places", "users"]
