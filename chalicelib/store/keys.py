"""Every key of both tables, built here and nowhere else.

Main table (stream on; `type` is what the relay filters by):

    CUSTOMER#<number>      PROFILE              customer
    CUSTOMER#<number>      BLOCK#<case>         block          one per case
    CASE#<case>            CASE                 case
    CASE#<case>            ENTRY#<entry>        entry
    CASE#<case>            TASK#<task>          task
    PROCEEDINGS#<id>       CASE#<case>          case link      which cases follow these proceedings
    NOTICE#<id>            NOTICE               notice
    NOTICE#<id>            CASE#<case>          case link      which cases this notice moved
    NOTICE#<id>            WITHDRAWAL           withdrawal     a later publication took it back
    ALERT#<id>             ALERT                alert
    SOURCES                <name>               source
    SEEN#<source>#<day>    <row key>            seen           rows of a result list whose details are stored

Match keys (derived, no stream):  <key>   CUSTOMER#<number> | NOTICE#<id>
"""

from typing import NamedTuple


class Key(NamedTuple):
    """Partition and sort key."""

    pk: str
    sk: str


BLOCK_PREFIX = "BLOCK#"
PROFILE = "PROFILE"
SOURCES = "SOURCES"
CASE_PREFIX = "CASE#"
CUSTOMER_PREFIX = "CUSTOMER#"
NOTICE_PREFIX = "NOTICE#"


def customer(number: str) -> Key:
    """Key of a customer's record."""
    return Key(f"CUSTOMER#{number}", PROFILE)


def block(number: str, case_id: str) -> Key:
    """Key of the block of one case; beside the customer, so that one query answers an order system."""
    return Key(f"CUSTOMER#{number}", f"{BLOCK_PREFIX}{case_id}")


def case(case_id: str) -> Key:
    """Key of a case; its entries and tasks share the partition."""
    return Key(f"CASE#{case_id}", "CASE")


def entry(case_id: str, entry_id: str) -> Key:
    """Key of one entry of a case."""
    return Key(f"CASE#{case_id}", f"ENTRY#{entry_id}")


def task(case_id: str, task_id: str) -> Key:
    """Key of one task of a case."""
    return Key(f"CASE#{case_id}", f"TASK#{task_id}")


def case_of_proceedings(proceedings_id: str, case_id: str) -> Key:
    """Key of the link from proceedings to a case that follows them."""
    return Key(f"PROCEEDINGS#{proceedings_id}", f"{CASE_PREFIX}{case_id}")


def case_of_notice(notice_id: str, case_id: str) -> Key:
    """Key of the link from a notice to a case it moved."""
    return Key(f"NOTICE#{notice_id}", f"{CASE_PREFIX}{case_id}")


def notice(notice_id: str) -> Key:
    """Key of a notice."""
    return Key(f"NOTICE#{notice_id}", "NOTICE")


def withdrawal(notice_id: str) -> Key:
    """Key of the record that a later publication took a notice back."""
    return Key(f"NOTICE#{notice_id}", "WITHDRAWAL")


def alert(alert_id: str) -> Key:
    """Key of an alert."""
    return Key(f"ALERT#{alert_id}", "ALERT")


def source(name: str) -> Key:
    """Key of a source's state."""
    return Key(SOURCES, name)


def seen(source_name: str, day: str, row_key: str) -> Key:
    """Key that remembers one row of a result list."""
    return Key(f"SEEN#{source_name}#{day}", row_key)


def customer_match(match_key: str, number: str) -> Key:
    """Match key item of a customer."""
    return Key(match_key, f"{CUSTOMER_PREFIX}{number}")


def notice_match(match_key: str, notice_id: str) -> Key:
    """Match key item of a notice."""
    return Key(match_key, f"{NOTICE_PREFIX}{notice_id}")
