"""Every key of both tables, built here; sessions, figures, settled, look_ups and what counts sources have their own.

Main table (stream on; `type` is what the relay filters by):

    CUSTOMER#<number>      PROFILE              customer
    CUSTOMER#<number>      BLOCK#<case>         block          one per case; READ#<day>#<id>: who read a person's page
    CASE#<case>            CASE                 case
    CASE#<case>            ENTRY#<entry>        entry
    CASE#<case>            TASK#<task>          task
    CASE#<case>            DEADLINE#<deadline>  deadline
    CASE#<case>            DOCUMENT#<document>  document       a letter or form of ours; its bytes are in a bucket
    CASE#<case>            ALERT#<alert>        alert link     messages that name the case
    CASE#<case>            DELETE               deletion       listed by the day on which personal facts are deleted
    PROCEEDINGS#<id>       CASE#<case>          case link      which cases follow these proceedings
    NOTICE#<id>            NOTICE               notice
    NOTICE#<id>            CASE#<case>          case link      which cases this notice moved
    NOTICE#<id>            WITHDRAWAL           withdrawal     a later publication took it back
    NOTICE#<id>            DELETE               deletion       the same for a notice that opened no case
    ALERT#<id>             ALERT                alert
    ALERT#<id>             ESCALATION#<id>      escalation     to whom it was handed on
    CALENDAR#<id>          CALENDAR             calendar       whose feed it is; its generation makes old addresses void
    DIGESTS#<day>          <address>            digest mark    who has had the day's mail
    SOURCES                <name>               source
    SEEN#<source>#<day>    <row key>            seen           rows of a result list whose details are stored
    WATCHED#<source>       <day>                watched        near misses of a day: count and examples
    WATCHED#<source>#<day> <notice>             watched mark   so that a repeated message counts once
    IMPORTS                <id>                 import         a file that a person had imported, and how far it is
    KEYS                   REBUILD              rebuild        how far the match keys are rebuilt
    KEYS                   COMPARED             comparison     whether all that came in is compared
    ROUNDS                 <name>               round          where the next run of a step goes on
    BUREAUS                LINK_RUN             link_run       how far all customers were put before the bureaus
    CREDIT#<number>        SUBJECT#<bureau>     subject        who the customer is at a bureau
    CREDIT#<number>        CHECK#<time>#<id>    inquiry        a check and its answer
    CREDIT#<number>        CHECKED#<time>#<id>  inquiry        what stays when its features must go
    CREDIT#<number>        INDEX#<day>#<id>     index          one point of the index history
    CREDIT#<number>        DUE                  check due      listed by the day of the next regular check
    BUREAU#<bureau>        SUBJECT#<id>#<no>    subject link   which customers a subject is
    BUREAU#<bureau>        PENDING#<inquiry>    pending        inquiries the bureau works on by hand
    BUREAU#<bureau>        UNREADABLE#<inqu.>   unreadable     inquiries whose answer is kept and not understood
    BUREAU#<bureau>        MONTH#<month>        spent          what a month's checks have cost
    SAID#<bureau>#<about>  EVENT#<event>        credit_event   what a bureau told about a subject or customer
    LEDGER#<number>        BOOKS                ledger         that and when a customer's account changed
    LEDGER#<number>        LOOK                 look           what was seen in it last; listed by the next look
    LEDGER#<number>        ITEM#<item>          open_item
    LEDGER#<number>        PAYMENT#<payment>    payment
    LEDGER#<number>        LIMIT#<policy>#<day> credit_limit   what an insurer covers for this customer from a day on
    POLICIES               <policy>             policy         the firm's credit insurance
    FIRM                   CREDITOR             creditor       our firm as it lodges claims
    FIRM                   ASSUMPTIONS#<no>     assumptions    every change of the decision aid's numbers
    FIRM                   BASE_RATE#<no>       base_rate      every base rate that a person entered
    FIRM                   THRESHOLDS#<no>      thresholds     every version of the matching thresholds
    FIRM                   SETTING#<time>#<id>  settings_change  who changed which setting
    PEOPLE                 ORGANISATION         organisation   our people and departments, as one record
    SESSION#<digest>       SESSION              session        who is signed in to the cockpit; ends by TTL
    LOGIN#<digest>         LOGIN                login          a way to the login page and back; ends by TTL
Match keys (derived, no stream):  <version>|<key>   CUSTOMER#<narrow>#<number> | NOTICE#<narrow>#<id>
    find<version>|<2 letters>  CUSTOMER#<word>#<number>  what people find by; list<version>|<list>  CUSTOMER##<number>
`narrow` is the town, or initials where the key holds a place: asked by when too many share the whole key.
"""

from typing import NamedTuple

from chalicelib.model.match_keys import KeyPlace


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
ALERT_PREFIX = "ALERT#"


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


def deadline(case_id: str, deadline_id: str) -> Key:
    """Key of one deadline of a case."""
    return Key(f"CASE#{case_id}", f"DEADLINE#{deadline_id}")


def document(case_id: str, document_id: str) -> Key:
    """Key of one document of a case."""
    return Key(f"CASE#{case_id}", f"DOCUMENT#{document_id}")


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


def alert_of_case(case_id: str, alert_id: str) -> Key:
    """Key of the link from a case to a message that names it."""
    return Key(f"CASE#{case_id}", f"{ALERT_PREFIX}{alert_id}")


def escalation(alert_id: str, escalation_id: str) -> Key:
    """Key of the record that an alert was handed on to somebody."""
    return Key(f"ALERT#{alert_id}", f"ESCALATION#{escalation_id}")


def calendar(calendar_id: str) -> Key:
    """Key of a reader's calendar feed."""
    return Key(f"CALENDAR#{calendar_id}", "CALENDAR")


def digest_mark(day: str, address: str) -> Key:
    """Key of the mark that a reader has had the day's mail."""
    return Key(f"DIGESTS#{day}", address)


def deletion(pk: str) -> Key:
    """Key of the mark that says when the personal facts of a case or a notice are deleted, and why."""
    return Key(pk, "DELETE")


def source(name: str) -> Key:
    """Key of a source's state."""
    return Key(SOURCES, name)


def seen(source_name: str, day: str, row_key: str) -> Key:
    """Key that remembers one row of a result list."""
    return Key(f"SEEN#{source_name}#{day}", row_key)


def customer_match(place: KeyPlace, number: str) -> Key:
    """Match key item of a customer."""
    return Key(place.partition, f"{CUSTOMER_PREFIX}{_narrow(place)}{number}")


def notice_match(place: KeyPlace, notice_id: str) -> Key:
    """Match key item of a notice."""
    return Key(place.partition, f"{NOTICE_PREFIX}{_narrow(place)}{notice_id}")


def _narrow(place: KeyPlace) -> str:
    return "" if place.narrow is None else f"{place.narrow}#"


def matched(sort_key: str) -> str:
    """Customer number or notice id in a match key item of any version.

    >>> matched("CUSTOMER#hamburg#K-1"), matched("CUSTOMER#K-1"), matched("NOTICE##register:a")
    ('K-1', 'K-1', 'register:a')
    """
    return sort_key.split("#", 2)[-1]


def watched(source: str, day: str) -> Key:
    """Key of one day's near misses at a source."""
    return Key(f"WATCHED#{source}", day)


def watched_notice(source: str, day: str, notice_id: str) -> Key:
    """Key of the mark that a notice's near misses are counted."""
    return Key(f"WATCHED#{source}#{day}", notice_id)


def credit(number: str) -> str:
    """Partition of all that bureaus have said about a customer."""
    return f"CREDIT#{number}"


def subject(number: str, bureau: str) -> Key:
    """Key of who the customer is at a bureau."""
    return Key(credit(number), f"SUBJECT#{bureau}")


def inquiry(number: str, asked_at: str, inquiry_id: str) -> Key:
    """Key of one check of a customer."""
    return Key(credit(number), f"CHECK#{asked_at}#{inquiry_id}")


def bare(whole: Key) -> Key:
    """Key of what stays of an inquiry when its features may no longer be kept; sorted behind all that are whole."""
    return Key(whole.pk, whole.sk.replace("CHECK#", "CHECKED#", 1))


def index_entry(number: str, day: str, entry_id: str) -> Key:
    """Key of one point of a customer's index history."""
    return Key(credit(number), f"INDEX#{day}#{entry_id}")


def check_due(number: str) -> Key:
    """Key of a customer's next regular check."""
    return Key(credit(number), "DUE")


def bureau(name: str) -> str:
    """Partition of a bureau's portfolio, pending inquiries and spending."""
    return f"BUREAU#{name}"


def subject_link(name: str, subject_id: str, number: str) -> Key:
    """Key of the link from a bureau's subject to a customer."""
    return Key(bureau(name), f"SUBJECT#{subject_id}#{number}")


def subject_review(name: str, number: str) -> Key:
    """Key of the mark that a person must choose who the customer is at the bureau."""
    return Key(bureau(name), f"REVIEW#{number}")


def pending(name: str, inquiry_id: str) -> Key:
    """Key of an inquiry whose result is still to come."""
    return Key(bureau(name), f"PENDING#{inquiry_id}")


def unreadable(name: str, inquiry_id: str) -> Key:
    """Key of an inquiry whose answer is kept and was not understood."""
    return Key(bureau(name), f"UNREADABLE#{inquiry_id}")


def spent(name: str, month: str) -> Key:
    """Key of what a bureau has cost in a month."""
    return Key(bureau(name), f"MONTH#{month}")


def credit_event(name: str, about: str, event_id: str) -> Key:
    """Key of one thing a bureau told about a subject, or about a customer that was checked."""
    return Key(f"SAID#{name}#{about}", f"EVENT#{event_id}")


def ledger(number: str) -> str:
    """Partition of what our books say of a customer."""
    return f"LEDGER#{number}"


def booked(number: str, kind: str, *ids: str) -> Key:
    """Key of one thing in a customer's account, such as ITEM#8f0c or BOOKS."""
    return Key(ledger(number), "#".join((kind, *ids)))


def policy(policy_number: str) -> Key:
    """Key of one policy."""
    return Key(POLICIES, policy_number)


def firm(kind: str, position: str) -> Key:
    """Key of one thing that people of our firm laid down, by position."""
    return Key(FIRM, f"{kind}#{position}")


POLICIES = "POLICIES"
FIRM = "FIRM"
CREDITOR = Key(FIRM, "CREDITOR")
ORGANISATION = Key("PEOPLE", "ORGANISATION")
REBUILD = Key("KEYS", "REBUILD")
LINK_RUN = Key("BUREAUS", "LINK_RUN")
