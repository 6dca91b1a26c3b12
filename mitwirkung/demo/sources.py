"""Public sources of the facts in the demo data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicSource:
    title: str
    url: str


PROJECT_BLOG = PublicSource(
    "MitWirkung: Pankow unterschreibt als erster Bezirk unseren Kooperationsvertrag (18.07.2023)",
    "https://mitwirkung-berlin.de/2023/07/18/pankow-unterschreibt-als-erster-bezirk-unseren-kooperationsvertrag/",
)
ASSOCIATION = PublicSource(
    "Gesundheit Berlin-Brandenburg: Kooperation Berliner Strategie gegen Kinder- und Familienarmut",
    "https://www.gesundheitbb.de/aktuelles/kooperation-berliner-strategie-gegen-kinder-und-familienarmut",
)
PANKOW_MOTION = PublicSource(
    "BVV Pankow, Drucksache IX-0523",
    "https://berlin.de/ba-pankow/politik-und-verwaltung/bezirksverordnetenversammlung/online/vo020.asp?VOLFDNR=6465",
)
PANKOW_RESOLUTION = PublicSource(
    "BVV Pankow, Drucksache IX-0731",
    "https://berlin.de/ba-pankow/politik-und-verwaltung/bezirksverordnetenversammlung/online/vo020.asp?VOLFDNR=6673",
)
CHARLOTTENBURG = PublicSource(
    "Bezirksamt Charlottenburg-Wilmersdorf, Pressemitteilung vom 28.11.2023",
    "http://berlin.de/ba-charlottenburg-wilmersdorf/aktuelles/pressemitteilungen/2023/pressemitteilung.1389919.php",
)
NEUKOELLN = PublicSource(
    "Bezirksamt Neukölln, Pressemitteilung vom 18.04.2024",
    "http://www.berlin.de/ba-neukoelln/aktuelles/pressemitteilungen/2024/pressemitteilung.1438965.php",
)
KREUZBERG = PublicSource(
    "Bezirksamt Friedrichshain-Kreuzberg, Bezirksticker",
    "https://berlin.de/ba-friedrichshain-kreuzberg/aktuelles/bezirksticker/2024/"
    "gemeinsam-gegen-kinder-und-familienarmut-1443757.php",
)
