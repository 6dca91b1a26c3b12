"""The German words and patterns by which figures, days and rhythms are found in a clause (`figures`). Pure."""

import re
from decimal import Decimal

from agreements.calendar_months import MONTHS
from agreements.choices import Anchor, Sense
from agreements.due_rule import OffsetUnit, PeriodYear

FORMS = {
    **{"1": "ein eins eine einen einem einer eines", "2": "zwei zweier", "3": "drei dreier", "4": "vier"},
    **{"5": "fünf", "6": "sechs", "7": "sieben", "8": "acht", "9": "neun", "10": "zehn", "11": "elf"},
    **{"12": "zwölf", "13": "dreizehn", "14": "vierzehn", "15": "fünfzehn", "16": "sechzehn"},
    **{"17": "siebzehn", "18": "achtzehn", "19": "neunzehn", "20": "zwanzig", "25": "fünfundzwanzig"},
    **{"30": "dreißig", "40": "vierzig", "50": "fünfzig", "60": "sechzig", "75": "fünfundsiebzig"},
    **{"100": "hundert", "0.5": "halbe halben halber", "0.75": "dreiviertel", "1.5": "anderthalb eineinhalb"},
}
NUMBER_WORDS = {form: Decimal(value) for value, forms in FORMS.items() for form in forms.split()}
ANY_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
NUMBER = re.compile(
    r"(?<![\w.,:/\-\x00])(?P<digits>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?!\d|[.,]\d)|\d+(?:,\d+)?(?!\d|[.,:/]\d))"
    rf"|(?<![\w\-])(?:[Ee]ine[nrm]? +)?(?P<word>(?i:{ANY_WORD}))(?=[Mm]al\b|\b)"
)
SENSES = {
    **dict.fromkeys(("mindestens", "wenigstens", "zumindest", "nicht weniger als"), Sense.AT_LEAST),
    **dict.fromkeys(("höchstens", "maximal", "bis zu", "nicht mehr als"), Sense.UP_TO),
    **dict.fromkeys(("genau", "exakt"), Sense.EXACTLY),
}
SENSE = re.compile(
    rf"\b(?P<sense>(?i:{'|'.join(SENSES)}))(?: (?:je|jeweils|um|auf|noch))? ".replace(" ", " +")
)
LIMIT = re.compile(
    r"\b(?i:innerhalb|binnen|spätestens|längstens)(?: +(?:bis|von|der|des|nach))*"
    r"(?: +(?:ersten|nächsten|folgenden))? +"
)
PERCENT = r"(?:%|(?:Prozent(?:punkte?n?)?|[vV]om +Hundert)\b|[vV]\. ?H\.)"
FTE = r"(?:VZÄ|Vollzeitäquivalente?[ns]?|Vollzeitstellen?)\b"
MONEY = r"(?:€|(?:Euro|EUR)\b)"
TIME = r"(?:volle[nrs]? +|weitere[nrs]? +)?(?P<time>Arbeitstag|Werktag|Kalendertag|Tag|Woche|Monat|Quartal|Jahr)(?:e?[ns]?|es)\b"
NOUN = r"(?:[a-zäöüß][\w-]*,? +){0,3}?(?P<noun>[A-ZÄÖÜ][\w-]{1,40}(?: +(?:und|oder) +[A-ZÄÖÜ][\w-]{1,40})?)"
UNIT = re.compile(
    rf"(?P<times>[ -]?[Mm]al\b)| *-?(?:(?P<percent>{PERCENT})|(?P<fte>{FTE})|(?P<money>{MONEY}))| +{TIME}| +{NOUN}"
)
SPANS = {
    "Arbeitstag": (OffsetUnit.WORKING_DAYS, 1, "Arbeitstage"),
    "Werktag": (OffsetUnit.WORKING_DAYS, 1, "Arbeitstage"),
    "Kalendertag": (OffsetUnit.DAYS, 1, "Tage"),
    "Tag": (OffsetUnit.DAYS, 1, "Tage"),
    "Woche": (OffsetUnit.WEEKS, 1, "Wochen"),
    "Monat": (OffsetUnit.MONTHS, 1, "Monate"),
    "Quartal": (OffsetUnit.MONTHS, 3, "Quartale"),
    "Jahr": (OffsetUnit.MONTHS, 12, "Jahre"),
}
EVENT = re.compile(
    r" +(?P<way>nach|vor|seit|ab) +(?P<event>(?:(?:dem|der) +)?(?:Ende|Ablauf|Beginn|Beschluss) +de[sr] +\w+|[^,.;:()]{3,80}?"
    r"(?= (?:ein|eine|einen|die|den|der|das|vor|an|mit|und)\b|[,.;:()]|$))"
)
ANCHORS = (
    (re.compile(r"Vertragsbeginn|Beginn (?:des Vertrags|der Laufzeit)|Inkrafttreten"), Anchor.BEGIN),
    (re.compile(r"Unterzeichnung|Unterschrift|Vertragsschluss"), Anchor.SIGNING),
    (re.compile(r"BA-Beschluss|Beschluss des Bezirksamts"), Anchor.BA_RESOLUTION),
    (re.compile(r"Vertragsende|(?:Ende|Ablauf) (?:des Vertrags|der Laufzeit)"), Anchor.END),
)
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:Jan|Febr?|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b\.?)"
DAYS = (
    re.compile(rf"(?<![\w.,])(?P<day>\d{{1,2}})\. *{MONTH}(?: +(?P<year>\d{{4}})\b)?"),
    re.compile(r"(?<![\w.,])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}|\d{2})\b)?(?!\d)"),
    re.compile(rf"\bEnde (?:des (?:Monats )?)?{MONTH}s?(?: +(?P<year>\d{{4}})\b)?"),
    re.compile(
        r"\b(?:Ende (?:des|eines jeden|jedes) (?:Kalender)?[Jj]ahre?s|Jahresende)(?: +(?P<year>\d{4})\b)?"
    ),
)
DEADLINE = re.compile(
    r"\b(?i:bis(?: +spätestens)?(?: +zum| +zu)?|spätestens(?: +bis)?(?: +zum| +am)?)(?: +jeweils)? +"
)
NO_AMOUNT = re.compile(
    r"(?:§§?|\b(?:Art|Abs|Nr|Nrn|Ziff|lit|Kap)\.|\b(?:Artikel|Absatz|Absätze|Absätzen|Satz|Nummer|Nummern|Ziffer|Ziffern|Anlage"
    r"|Anlagen|Anhang|Seite|Fassung|Version|Teil|Abschnitt|Kapitel|Punkt|Drucksache|Phase|Stufe)) *\d+[a-z]?\b"
    r"(?: *(?:,|und|bis|oder|–) *\d+[a-z]?\b)*"
    r"|\b\d{1,2}(?:[:.]\d\d)? *Uhr\b|^ *\(?\d{1,3}[.)](?= )"
    r"|(?<![\d.,])(?:19|20)\d\d(?:/(?:19|20)?\d\d)?(?![\d.,]\d|\d| *(?:€|%|Euro|EUR|[A-ZÄÖÜ]))",
    re.MULTILINE,
)
EVERY = r"(?:[jJ]e|[pP]ro|[iI]m|[iI]n jedem|[jJ]ede[ns]|[eE]ines jeden)(?: laufenden| folgenden)? "
RHYTHMS = tuple(
    (re.compile(words.replace("~ ", EVERY).replace(" ", " +")), months, year)
    for words, months, year in (
        (r"\b[mM]onatlich|\b~ (?:Kalender)?[mM]onats?\b", 1, None),
        (
            r"\b(?:[vV]iertelj|[qQ]uartalsm)\w*lich|\b[qQ]uartalsweise|\b~ (?:Quartals?|(?:Kalenderv|V)ierteljahre?s?)\b",
            3,
            None,
        ),
        (r"\b[hH]albj\w+lich|\b~ (?:Kalenderh|H)albjahre?s?\b", 6, None),
        (r"\b~ Schulhalbjahre?s?\b", 6, PeriodYear.SCHOOL),
        (r"\b(?:all)?[jJ]ährlich\w*|\b~ Jahre?s?\b(?! +\d{4})|\bFolgejahre?s\b", 12, None),
        (r"\b~ Kalenderjahre?s?\b(?! +\d{4})", 12, PeriodYear.CALENDAR),
        (r"\b~ Schuljahre?s?\b", 12, PeriodYear.SCHOOL),
        (r"\b~ Vertragsjahre?s?\b", 12, PeriodYear.CONTRACT),
        (r"\b[zZ]weij\w+lich", 24, None),
    )
)
EVERY_FEW = re.compile(rf"\b[aA]lle +(?P<number>\d{{1,2}}|(?i:{ANY_WORD})) +(?P<unit>Monate|Jahre)\b")
LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
