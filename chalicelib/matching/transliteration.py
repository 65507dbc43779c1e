"""Letters of other alphabets in Latin ones, near enough to compare sounds; scripts without an alphabet stay.

Sources: letters as in ISO 9, ISO 843, ISO 9984, ISO 9985 and ISO 233-2, written in ASCII the way newspapers do;
Hangul by the Revised Romanization of 2000, syllable by syllable.
"""

import re
from functools import cache

_ALPHABETS = {
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓќѕүөһәқңғұ": (
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya e i i e g u dj j lj nj c dz g k dz "
        "u o h a k n g u"
    ),
    "αβγδεζηθικλμνξοπρσςτυφχψω": "a v g d e z i th i k l m n x o p r s s t i f ch ps o",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ": ("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև": (
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts u p k o f ev"
    ),
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگکی": (
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h u i a a - a i a u i p ch zh g k i"
    ),
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת": "a b g d h v z ch t i k k l m m n n s a p p ts ts k r sh t",
}
_OTHER = re.compile("[^\x00-\u036f\u1e00-\u20cf]")
_MARKS = re.compile("[\u064b-\u0652\u0640\u05b0-\u05c7]")
_INITIAL = tuple("g kk n d tt r m b pp s ss - j jj ch k t p h".split())  # noqa: SIM905 - readable like the others
_VOWEL = tuple("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split())  # noqa: SIM905
_FINAL = tuple("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split())  # noqa: SIM905


@cache
def _table() -> dict[int, str]:
    return {
        ord(letter): "" if latin == "-" else latin
        for letters, latins in _ALPHABETS.items()
        for letter, latin in zip(letters, latins.split(), strict=True)
    }


def latin(text: str) -> str:
    """Lower-case text with the letters of other alphabets written in Latin ones.

    >>> latin("барак обама"), latin("χρηστος"), latin("김정은")
    ('barak obama', 'christos', 'gimjeongeun')
    """
    if not _OTHER.search(text):
        return text
    return "".join(_syllable(letter) for letter in _MARKS.sub("", text).translate(_table()))


def _syllable(letter: str) -> str:
    place = ord(letter) - 0xAC00
    if not 0 <= place < 11172:
        return letter
    initial, rest = divmod(place, 588)
    vowel, final = divmod(rest, 28)
    return (_INITIAL[initial] + _VOWEL[vowel] + _FINAL[final]).replace("-", "")
