"""Who is told of a case: its owner, those whom the customer's record names, else the default recipients."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.model.alert import Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.case import Case
from chalicelib.model.customer import Customer
from chalicelib.model.people import Department, Organisation, Person


class Reader(NamedTuple):
    """An address with what we know of who reads there; `who` of a stranger is a person without quiet hours."""

    recipient: Recipient
    who: Person | Department

    @property
    def person(self) -> Person | None:
        """The person; None for a department's mailbox, which has neither quiet nor preferences."""
        return self.who if isinstance(self.who, Person) else None


def readers_of(case: Case, customer: Customer | None, firm: Organisation, audience: Audience) -> tuple[Reader, ...]:
    """Everybody who is told of the case, each address once."""
    named = [Recipient(address=case.owner)] if case.owner else []
    listed = (*customer.responsible, *customer.departments) if customer else ()
    named += [Recipient(address=one.email, name=one.name, language=one.language) for one in listed]
    return readers(named or audience.defaults, firm)


def readers(recipients: Iterable[Recipient], firm: Organisation) -> tuple[Reader, ...]:
    """The readers behind the addresses, each once; what our own records say of them goes before all else."""
    first: dict[str, Reader] = {}
    for one in recipients:
        first.setdefault(one.address.casefold(), reader(one, firm))
    return tuple(first.values())


def reader(recipient: Recipient, firm: Organisation) -> Reader:
    """Who reads at the address."""
    known = firm.person(recipient.address) or firm.mailbox(recipient.address)
    if known is None:
        name = recipient.name or recipient.address
        stranger = Person(email=recipient.address, name=name, language=recipient.language, quiet=None)
        return Reader(recipient, stranger)
    told = Recipient(address=recipient.address, name=known.name, language=known.language)
    return Reader(told, known)
