"""How Swiss offices write themselves into a notice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.registers import ch_shab

KK06 = (Path(__file__).parents[2] / "contract" / "ch_shab" / "KK06.xml").read_text()
OFFICE = KK06[KK06.index("  <registrationOffice>Konkursamt") : KK06.rindex("</registrationOffice>")]


def read(office: str) -> InsolvencyNotice:
    content = KK06.replace(OFFICE, f"  <registrationOffice>{office}").encode()
    document = Document(
        source="ch_shab",
        url="",
        media_type="application/xml",
        content=content,
        fetched_at=datetime(2026, 9, 30, tzinfo=UTC),
    )
    (notice,) = ch_shab.parse(document)
    return notice


@pytest.mark.parametrize(
    ("office", "phone", "mail"),
    [
        ("Office des faillites\nTél. : 022 000 00 01\nCourriel : of@lac.example", "022 000 00 01", "of@lac.example"),
        ("Ufficio dei fallimenti\nTelefono 091 000 00 02\nE-Mail: uf@lago.example", "091 000 00 02", "uf@lago.example"),
        ("Konkursamt\nTel. 031 000 00 03\nFax 031 000 00 04", "031 000 00 03", None),
        ("Konkursamt&lt;br />Mail: ka@berg.example", None, "ka@berg.example"),
        ("Konkursamt", None, None),
    ],
)
def test_contact_lines(office: str, phone: str | None, mail: str | None) -> None:
    notice = read(office)
    assert (notice.practitioner_phone, notice.practitioner_email) == (phone, mail)


def test_an_office_without_address_has_that_of_the_meta_data() -> None:
    notice = read("Konkursamt Anderwil")
    assert notice.practitioner_name == "Konkursamt Anderwil"
    assert notice.practitioner_address is not None
    assert notice.practitioner_address.one_line() == "Amtsgasse 7, 9999 Musterwil"
