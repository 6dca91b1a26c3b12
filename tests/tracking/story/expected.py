"""When the model agreement's obligations are due, worked out by hand from its text: no line of this comes from the code.

The contract begins on 1 April 2025 and was signed on 10 March 2025. In its second year an amendment that holds from
15 October 2026 asks for six meetings of the Kernteam per half-year instead of ten per year (O-14), and for the
Sachstandsbericht by 15 February instead of 31 January (O-23).
"""

from datetime import date

ONCE = {
    "O-01": "2025-07-01",  # begin + 3 months
    "O-03": "2025-07-01",
    "O-06": "2025-10-01",  # begin + 6 months
    "O-07": "2026-10-01",  # begin + 18 months
    "O-16": "2025-09-10",  # signature + 6 months
    "O-17": "2026-02-28",  # decision of the district office on 30 November 2025 + 3 months: February has no 30th
    "O-19": "2025-05-01",  # begin + 1 month
}
YEARLY = {
    "O-02": ("07-01", 2025, 2027),  # begin + 3 months, then every year
    "O-08": ("06-30", 2025, 2027),
    "O-09": ("03-31", 2026, 2028),
    "O-11": ("12-31", 2025, 2027),
    "O-12": ("12-31", 2025, 2027),
    "O-13": ("12-31", 2025, 2027),
    "O-15": ("12-31", 2025, 2027),
    "O-18": ("03-31", 2026, 2028),
    "O-20": ("12-31", 2025, 2027),
    "O-21": ("12-31", 2025, 2027),
    "O-22": ("11-30", 2025, 2027),
    "O-24": ("02-28", 2026, 2028),  # not the 29th, in a leap year neither
    "O-25": ("03-31", 2026, 2028),
}
CHANGED = {
    "O-14": ["2025-12-31", "2026-12-31", "2027-06-30", "2027-12-31"],
    "O-23": ["2026-01-31", "2027-02-15", "2028-02-15"],
}
OF_THE_ASSOCIATION = {"O-19", "O-20", "O-21", "O-22", "O-24"}
UPPER_LIMIT = {"O-20"}  # never unmet

DUE: dict[tuple[str, str], date] = {
    (code, day): date.fromisoformat(day)
    for code, days in (
        *((code, [day]) for code, day in ONCE.items()),
        *((code, [f"{year}-{day}" for year in range(a, b + 1)]) for code, (day, a, b) in YEARLY.items()),
        *CHANGED.items(),
    )
    for day in days
}
