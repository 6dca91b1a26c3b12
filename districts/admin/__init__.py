"""The Django admin of the ground: places and people. Importing the modules registers them."""

from districts.admin import people, places

__all__ = ["people", "places"]
