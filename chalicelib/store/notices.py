"""Notices, each stored once, with the keys that find them when a customer comes later."""

import re
from datetime import datetime

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import keys, table


def add(notice: InsolvencyNotice, match_keys: frozenset[str], *, expires_at: datetime | None) -> bool:
    """Whether the notice was new. What it takes back is marked in the same transaction.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    expiry = {"expires_at": table.epoch(expires_at)} if expires_at else {}
    new = table.item(keys.notice(notice.id), "notice", notice, **expiry)
    requests = [table.put_request(new, "attribute_not_exists(pk)")]
    if notice.takes_back:
        key = keys.withdrawal(f"{notice.source}:{notice.takes_back}")
        requests.append(table.put_request(table.link(key, "withdrawal", withdrawn_by=notice.id)))
    found_by = [
        table.put_request(table.link(keys.notice_match(match_key, notice.id), "notice_key", **expiry), keys_table=True)
        for match_key in sorted(match_keys)
    ]
    codes = table.transact_around(found_by, requests, [])
    if codes and codes[0] != "ConditionalCheckFailed":
        raise ConcurrentChangeError(f"notice {notice.id} was being written by somebody else; try again")
    return not codes


def get(notice_id: str) -> InsolvencyNotice | None:
    """The notice, or None."""
    found = table.get(keys.notice(notice_id))
    return table.read(found, InsolvencyNotice) if found else None


def withdrawn_by(notice_id: str) -> str | None:
    """Id of the later publication that took this notice back, or None.

    A publication about several debtors is taken back as a whole: the notice of its second debtor ends in "-2".
    """
    publication = re.sub(r"-\d{1,2}$", "", notice_id)
    found = table.get_many([keys.withdrawal(one) for one in sorted({notice_id, publication})])
    return str(found[0]["withdrawn_by"]) if found else None


def cases_moved_by(notice_id: str) -> set[str]:
    """Ids of the cases that this notice opened or changed."""
    found = table.query(f"{keys.NOTICE_PREFIX}{notice_id}", prefix=keys.CASE_PREFIX)
    return {str(one["sk"]).removeprefix(keys.CASE_PREFIX) for one in found}
