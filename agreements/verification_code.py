"""The verification code of a frozen version: 50 bits of its fingerprint in ten letters, and a check letter. Pure.

It is not a secret: it is printed on the PDF and leads to the public verification page. Printed codes last for decades,
so the scheme never changes (tests/verification/codes.json).
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
PREFIX = "MW"
LETTERS = 10
HEX_DIGITS = 64
DROPPED_BITS = 256 - 5 * LETTERS
MISREAD = str.maketrans("OIL", "011")
SEPARATORS = re.compile(r"[\s_.\-\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]+")


class MistypedError(ValueError):
    """Not a code: wrong length, wrong letters, or a wrong check letter."""


def verification_code(fingerprint: str) -> str:
    """Return the code in its printed form: MW-XXXXX-XXXXX-C."""
    value = int(fingerprint, 16) >> DROPPED_BITS
    letters = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(LETTERS)))
    return f"{PREFIX}-{letters[:5]}-{letters[5:]}-{_check_letter(letters)}"


def read_code(typed: str) -> str:
    """Return a typed code in its printed form; raises MistypedError.

    Accepts lower case, missing or other dashes, O for 0, I and L for 1, and the whole URL.
    """
    code = typed.strip().rstrip("/").rpartition("/")[2]
    letters = SEPARATORS.sub("", code).upper()
    if len(letters) == len(PREFIX) + LETTERS + 1:
        letters = letters.removeprefix(PREFIX)
    letters = letters.translate(MISREAD)
    if len(letters) != LETTERS + 1 or not set(letters) <= set(ALPHABET):
        raise MistypedError(typed)
    if letters[-1] != _check_letter(letters[:-1]):
        raise MistypedError(typed)
    return f"{PREFIX}-{letters[:5]}-{letters[5:-1]}-{letters[-1]}"


def fingerprints_of(code: str) -> tuple[str, str]:
    """Return the smallest and the largest fingerprint of a code in its printed form."""
    value = 0
    for letter in code.removeprefix(PREFIX).replace("-", "")[:LETTERS]:
        value = value << 5 | ALPHABET.index(letter)
    lowest = value << DROPPED_BITS
    highest = lowest | (1 << DROPPED_BITS) - 1
    return f"{lowest:0{HEX_DIGITS}x}", f"{highest:0{HEX_DIGITS}x}"


def _check_letter(letters: str) -> str:
    """Return a letter that detects any single wrong letter and any two swapped ones.

    A weighted sum in GF(32), the weights being powers of 2.
    """
    total = 0
    for letter in letters:
        total = _doubled(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def _doubled(element: int) -> int:
    shifted = element << 1
    return shifted ^ 0b100101 if shifted & 32 else shifted  # x⁵ + x² + 1
