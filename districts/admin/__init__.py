"""The Django admin of places and people. Importing the modules registers them."""

from districts.admin import erasures, four_eyes, places, security_log, users

__all__ = ["erasures", "four_eyes", "places", "security_log", "users"]
