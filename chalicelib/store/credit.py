"""What bureaus have said about customers: who they are there, checks and their answers, the index history."""

from datetime import datetime, timedelta

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.credit import CreditEvent, CreditFile, IndexEntry, Inquiry, Outcome, Subject, SubjectState
from chalicelib.model.event import EventKind
from chalicelib.store import keys, source_counts, table

_KEPT = timedelta(days=3 * 365)  # our choice: as long as the yearly checks of three years are worth comparing
_LINKS_KEPT = timedelta(days=400)  # the daily comparison removes them long before
_NO_LONGER_KEPT = "what was told is no longer kept"


def file_of(number: str) -> CreditFile:
    """All that is known, in one consistent read; empty for a customer no bureau was asked about."""
    found = table.query(keys.credit(number))
    inquiries: dict[str, Inquiry] = {}
    for one in found:
        if one["type"] == "inquiry":  # the whole one comes before what stays of it
            inquiry = table.read(one, Inquiry)
            inquiries.setdefault(inquiry.id, inquiry)
    return CreditFile(
        customer_number=number,
        subjects=tuple(table.read(one, Subject) for one in found if one["type"] == "subject"),
        inquiries=tuple(sorted(inquiries.values(), key=lambda one: (one.asked_at, one.id))),
        history=tuple(table.read(one, IndexEntry) for one in found if one["type"] == "index"),
    )


def put_subject(subject: Subject, before: Subject | None) -> None:
    """Stores who the customer is at the bureau; the link from a former subject disappears in the same transaction."""
    number, bureau = subject.customer_number, subject.bureau
    requests = [table.put_request(table.item(keys.subject(number, bureau), "subject", subject))]
    if before and before.subject_id and before.subject_id != subject.subject_id:
        requests.append(table.delete_request(keys.subject_link(bureau, before.subject_id, number)))
    if subject.subject_id:
        link = table.link(keys.subject_link(bureau, subject.subject_id, number), "subject_link", state=subject.state)
        requests.append(table.put_request(link))
    review = keys.subject_review(bureau, number)
    if subject.candidates:
        requests.append(table.put_request(table.link(review, "subject_review")))
    else:
        requests.append(table.delete_request(review))
    table.transact(requests)


def forget_subject(bureau: str, subject_id: str, number: str) -> None:
    """Removes a customer that is gone from a bureau's portfolio as we keep it."""
    link, subject = keys.subject_link(bureau, subject_id, number), keys.subject(number, bureau)
    review = keys.subject_review(bureau, number)
    table.transact([table.delete_request(one) for one in (link, subject, review)])


def to_review(bureau: str) -> tuple[str, ...]:
    """Numbers of the customers for whom the bureau names candidates and a person must choose."""
    found = table.query(keys.bureau(bureau), prefix="REVIEW#")
    return tuple(str(one["sk"]).removeprefix("REVIEW#") for one in found)


def customers_of(bureau: str, subject_id: str) -> tuple[str, ...]:
    """Numbers of the customers that are this subject; a firm may keep one company twice."""
    prefix = keys.subject_link(bureau, subject_id, "").sk
    found = table.query(keys.bureau(bureau), prefix=prefix)
    return tuple(str(one["sk"]).removeprefix(prefix) for one in found)


def portfolio(bureau: str) -> tuple[tuple[str, str, SubjectState], ...]:
    """Subject id, customer number and state of everybody we know at the bureau."""
    links = table.query(keys.bureau(bureau), prefix="SUBJECT#")
    parts = ((str(one["sk"]).split("#", 2), SubjectState(one["state"])) for one in links)
    return tuple((sk[1], sk[2], state) for sk, state in parts)


def record_inquiry(inquiry: Inquiry, entry: IndexEntry | None, *, features_until: datetime | None = None) -> None:
    """Stores a check with its answer and the point it adds to the index history; also over its pending self.

    Behind `features_until` only what says that and why was asked remains, without what was told.
    """
    expiry = inquiry.asked_at + _KEPT
    key = inquiry_key(inquiry)
    whole = min(features_until or expiry, expiry)
    requests = [table.put_request(table.item(key, "inquiry", inquiry, expires_at=table.epoch(whole)))]
    if whole < expiry:
        bare = inquiry.answer.model_copy(update={"features": (), "text": _NO_LONGER_KEPT})
        rest = inquiry.model_copy(update={"answer": bare})
        requests.append(table.put_request(table.item(keys.bare(key), "inquiry", rest, expires_at=table.epoch(expiry))))
    for outcome, mark in _marks(inquiry).items():
        put = table.put_request(table.item(mark, str(outcome), inquiry, expires_at=table.epoch(expiry)))
        requests.append(put if inquiry.answer.outcome is outcome else table.delete_request(mark))
    if entry:
        requests.append(_put_index(entry, inquiry.asked_at))
    table.transact(requests)


def forget_inquiry(inquiry: Inquiry) -> None:
    """Removes an inquiry that was never made."""
    gone = (inquiry_key(inquiry), *_marks(inquiry).values())
    table.transact([table.delete_request(one) for one in gone])


def forget_customer(number: str, now: datetime) -> None:
    """Removes all that bureaus have said about a customer that is gone.

    The links to subjects that are watched stay for the portfolio's next comparison, which ends to watch them and
    removes the links; where no comparison comes, they end by themselves.

    Raises:
        ConcurrentChangeError: somebody else changed it in between; again removes the rest.
    """
    known = file_of(number)
    found = [keys.Key(str(one["pk"]), str(one["sk"])) for one in table.query(keys.credit(number))]
    found += [mark for one in known.inquiries for outcome, mark in _marks(one).items() if one.answer.outcome is outcome]
    for bureau in sorted({one.bureau for one in known.inquiries}):
        told = table.query(keys.credit_event(bureau, number, "").pk)
        found += [keys.Key(str(one["pk"]), str(one["sk"])) for one in told]
    links = []
    for subject in known.subjects:
        found.append(keys.subject_review(subject.bureau, number))
        if subject.subject_id:
            link, until = keys.subject_link(subject.bureau, subject.subject_id, number), table.epoch(now + _LINKS_KEPT)
            kept = table.link(link, "subject_link", state=subject.state, expires_at=until)
            watched = subject.state in (SubjectState.LINKED, SubjectState.WATCHED)
            links.append(table.put_request(kept) if watched else table.delete_request(link))
    requests = [*links, *(table.delete_request(one) for one in found)]
    if requests and table.transact_around(requests, [], []):
        raise ConcurrentChangeError(f"what is known of customer {number} was changed by somebody else; try again")


def add_index(entry: IndexEntry, now: datetime) -> None:
    """Adds a point to the index history; the same one again changes nothing."""
    table.transact([_put_index(entry, now)])


def pending(bureau: str) -> tuple[Inquiry, ...]:
    """Inquiries that the bureau still works on, by their ids."""
    return tuple(table.read(one, Inquiry) for one in table.query(keys.bureau(bureau), prefix="PENDING#"))


def unreadable(bureau: str) -> tuple[Inquiry, ...]:
    """Inquiries whose answer is kept and was not understood, by their ids."""
    return tuple(table.read(one, Inquiry) for one in table.query(keys.bureau(bureau), prefix="UNREADABLE#"))


def add_event(event: CreditEvent, *, expires_at: datetime, of_a_source: bool = True) -> bool:
    """Whether the event was new; its stream record brings it to the step that applies it.

    What a source tells is counted with it; what our own books tell is of no source that anybody reads counts of.
    """
    item = table.item(event_key(event), "credit_event", event, expires_at=table.epoch(expires_at))
    unclassified = event.event_kind is EventKind.UNCLASSIFIED
    counted = source_counts.request(event.bureau, event.on, unclassified=unclassified)
    put = table.put_request(item, "attribute_not_exists(pk)")
    return not table.transact([put, counted] if of_a_source else [put])


def event_at(pk: str, sk: str) -> CreditEvent | None:
    """The event under a stream record's key, or None when it is gone."""
    found = table.get(keys.Key(pk, sk))
    return table.read(found, CreditEvent) if found else None


def events_about(bureau: str, subject_id: str) -> tuple[CreditEvent, ...]:
    """What the bureau has told about a subject; needed when it is linked later."""
    found = table.query(keys.credit_event(bureau, subject_id, "").pk)
    events = (table.read(one, CreditEvent) for one in found)
    return tuple(sorted(events, key=lambda event: (event.on, event.id)))


def put_due(number: str, due: datetime) -> None:
    """Notes when the customer is checked again by plan."""
    mark = table.link(
        keys.check_due(number), "check_due", listing="CHECKS#due", listed_at=f"{due.isoformat()}#{number}"
    )
    table.transact([table.put_request(mark)])


def forget_due(number: str) -> None:
    """Nothing is planned any more, such as for a customer that is gone."""
    table.transact([table.delete_request(keys.check_due(number))])


def due_at(number: str) -> datetime | None:
    """When the customer is checked again by plan; None when nothing is planned."""
    found = table.get(keys.check_due(number))
    return datetime.fromisoformat(str(found["listed_at"]).partition("#")[0]) if found else None


def due(now: datetime, limit: int) -> tuple[str, ...]:
    """Numbers of the customers whose regular check is due, longest waiting first."""
    found, _ = table.query_listing("CHECKS#due", after=None, limit=limit)
    reached = (one for one in found if str(one["listed_at"]) <= now.isoformat())
    return tuple(str(one["pk"]).removeprefix(keys.credit("")) for one in reached)


def event_key(event: CreditEvent) -> keys.Key:
    """Key under which the event is stored."""
    return keys.credit_event(event.bureau, event.subject_id or event.customer_number or "-", event.id)


def inquiry_key(inquiry: Inquiry) -> keys.Key:
    """Key under which the check is stored."""
    return keys.inquiry(inquiry.customer_number, inquiry.asked_at.isoformat(), inquiry.id)


def _put_index(entry: IndexEntry, now: datetime) -> table.Item:
    key = keys.index_entry(entry.customer_number, entry.on.isoformat(), entry.id)
    return table.put_request(table.item(key, "index", entry, expires_at=table.epoch(now + _KEPT)))


def _marks(inquiry: Inquiry) -> dict[Outcome, keys.Key]:
    """Outcomes after which something is still to be done, and where that is noted at the bureau."""
    name, number = inquiry.bureau, inquiry.id
    return {Outcome.PENDING: keys.pending(name, number), Outcome.UNREADABLE: keys.unreadable(name, number)}
