"""What stands in the place of the name of an erased account. Pure."""

ERASED = "gelöschte Person"


def erased_name(number: int) -> str:
    return f"{ERASED} {number}"
