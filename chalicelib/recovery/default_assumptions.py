"""The numbers the decision aid starts with: each named, dated, sourced, and to be replaced by the firm's own."""

from datetime import date
from decimal import Decimal

from chalicelib.model.recovery import Assumption, Assumptions, Unit

_SHEET = date(2026, 8, 1)
_STATISTICS = "Destatis, proceedings opened in 2010 and ended by the end of 2017"
_PUBLISHED = date(2019, 3, 27)
_FIRM = "starting value, no source: replace it with the firm's own experience"
_INDEX = "default rates of a bureau's index as third parties print them; their classes as bands A to E is our reading"


def _known(name: str, value: str, unit: Unit, as_of: date, source: str, words: tuple[str, str]) -> Assumption:
    return Assumption(
        name=name,
        value=Decimal(value),
        unit=unit,
        as_of=as_of,
        source=source,
        believed=False,
        text_de=words[0],
        text_en=words[1],
    )


def _believed(name: str, value: str, unit: Unit, words: tuple[str, str], source: str = _FIRM) -> Assumption:
    known = _known(name, value, unit, _SHEET, source, words)
    return known.model_copy(update={"believed": True})


_QUOTAS = (
    _known(
        "quota.company",
        "0.062",
        Unit.SHARE,
        _PUBLISHED,
        _STATISTICS,
        ("Quote für Unternehmen", "dividend of companies"),
    ),
    _known(
        "quota.person",
        "0.020",
        Unit.SHARE,
        _PUBLISHED,
        f"{_STATISTICS}; consumers",
        ("Quote für natürliche Personen", "dividend of natural persons"),
    ),
    _believed(
        "quota.self_administration", "0.10", Unit.SHARE, ("Quote bei Eigenverwaltung", "dividend, debtor in charge")
    ),
    _believed("quota.before_opening", "0.05", Unit.SHARE, ("Quote vor der Eröffnung", "dividend before the opening")),
    _believed(
        "quota.restructuring", "0.50", Unit.SHARE, ("Quote im Restrukturierungsplan", "dividend of a restructuring")
    ),
    _known(
        "quota.assets_insufficient",
        "0",
        Unit.SHARE,
        _SHEET,
        "InsO 208, 209",
        ("Quote bei Masseunzulänglichkeit", "dividend when even estate debts are not covered"),
    ),
    _known(
        "quota.none",
        "0",
        Unit.SHARE,
        _SHEET,
        "InsO 26, 200, 301",
        ("Quote ohne laufendes Verfahren", "dividend without proceedings"),
    ),
)
_DEFAULTS = tuple(
    _believed(
        f"default.band.{band}",
        value,
        Unit.SHARE,
        (f"Ausfallwahrscheinlichkeit Klasse {band}", f"probability of default, band {band}"),
        _INDEX,
    )
    for band, value in (("A", "0.0007"), ("B", "0.0032"), ("C", "0.0146"), ("D", "0.0604"), ("E", "0.1546"))
)
_OTHERS = (
    _believed(
        "default.unknown", "0.10", Unit.SHARE, ("Ausfallwahrscheinlichkeit ohne Auskunft", "default without a bureau")
    ),
    _believed(
        "disputed.share",
        "0.50",
        Unit.SHARE,
        ("Anteil bestrittener Forderungen, der bleibt", "disputed claims that stand"),
    ),
    _believed(
        "goods.value",
        "0.50",
        Unit.SHARE,
        ("Wert vorgefundener Ware und Sicherheiten", "value of goods and securities found"),
    ),
    _believed("guarantor.value", "0.50", Unit.SHARE, ("Was Bürgen zahlen", "what guarantors pay")),
    _known(
        "realisation.cost",
        "0.09",
        Unit.SHARE,
        _SHEET,
        "InsO 170, 171 (4 % and 5 %, without VAT)",
        ("Kosten der Verwertung durch den Verwalter", "cost of realisation by the administrator"),
    ),
    _believed("wait.years", "4", Unit.YEARS, ("Jahre bis zur Quote", "years until the dividend")),
    _believed("discount.rate", "0.05", Unit.SHARE, ("Zinssatz zum Abzinsen", "rate of discount")),
    _believed("cost.hour", "60", Unit.EUR, ("Kosten einer Stunde", "cost of an hour")),
    _believed("cost.lodging_hours", "2", Unit.HOURS, ("Stunden für die Anmeldung", "hours for lodging")),
    _believed("cost.insurance_hours", "3", Unit.HOURS, ("Stunden für den Versicherer", "hours for the insurer")),
    _believed("cost.sale_hours", "2", Unit.HOURS, ("Stunden für den Verkauf", "hours for the sale")),
    _believed(
        "cost.late_fee",
        "22",
        Unit.EUR,
        ("Gebühr der nachträglichen Prüfung", "fee of a late examination"),
        "GKG KV 2340",
    ),
    _believed(
        "sale.share", "0.50", Unit.SHARE, ("Anteil am Erwartungswert, den ein Käufer zahlt", "share that a buyer pays")
    ),
    _believed(
        "insurer.after_missed_notice",
        "0.50",
        Unit.SHARE,
        ("Entschädigung nach versäumter Meldung", "pay after a missed notice"),
    ),
)
DEFAULT_ASSUMPTIONS = Assumptions(entries=(*_QUOTAS, *_DEFAULTS, *_OTHERS))
