"""The currencies in use today, so that a typing error does not become an amount."""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217 active codes without metals, test and accounting units (believed complete for 2026; BGN left for EUR).
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
_CENT, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_MOST = Decimal(10) ** 15


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to cents, half a cent up and away from zero: the one rounding of this product.

    >>> cents(Decimal("340.455")), cents(Decimal("-0.005"))
    (Decimal('340.46'), Decimal('-0.01'))
    """
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def impossible_amount(amount: Decimal, currency: str) -> str | None:
    """Why an amount cannot be owed in the currency, or None.

    >>> impossible_amount(Decimal("1.50"), "EUR"), impossible_amount(Decimal("1.505"), "KWD")
    (None, None)
    >>> impossible_amount(Decimal("1.505"), "EUR")
    'smaller parts than EUR has'
    """
    if abs(amount) >= _MOST:
        return "more than 15 digits before the decimals"
    if amount % (_THOUSANDTH if currency in _THREE_DECIMALS else _CENT):
        return f"smaller parts than {currency} has"
    return None
