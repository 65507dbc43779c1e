"""The questions a decision puts to people."""

from datetime import UTC, date, datetime, time, timedelta

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.case import Case
from chalicelib.model.deadline import DateQuestion, Severity
from chalicelib.model.task import Task, TaskKind, TaskState, task_id

Words = tuple[str, str, str | None]
"""German text, English text, statute."""
REGISTER = "register"
"""Who ends a duty that a publication left without object."""

_TEXTS: dict[TaskKind, Words] = {
    TaskKind.REVIEW_MATCH: (
        "Prüfen: Ist der veröffentlichte Schuldner unser Kunde?",
        "Check: is the published debtor our customer?",
        None,
    ),
    TaskKind.REVIEW_PERSON_BLOCK: (
        "Automatische Sperre einer natürlichen Person: ein Mensch muss sie prüfen und bestätigen oder aufheben.",
        "Automatic block of a natural person: a human being has to check it and confirm or release it.",
        "GDPR 22(3)",
    ),
    TaskKind.DECIDE_RELEASE: (
        "Das Verfahren oder die Maßnahme ist beendet: Sperre aufheben oder behalten?",
        "The proceedings or the measure have ended: release the block or keep it?",
        None,
    ),
    TaskKind.CLASSIFY_NOTICE: (
        "Die Art dieser Veröffentlichung wurde nicht erkannt: bitte lesen und entscheiden.",
        "The kind of this publication was not recognised: please read it and decide.",
        None,
    ),
    TaskKind.CHECK_CORRECTION: (
        "Berichtigung oder abweichende Angabe im selben Verfahren: bitte mit der Akte vergleichen.",
        "A correction or differing statement in the same proceedings: please compare it with the file.",
        None,
    ),
    TaskKind.TELL_SECURITY_RIGHTS: (
        (
            "Dem Verwalter unverzüglich mitteilen, welche Rechte wir an Sachen des Kunden haben: Eigentumsvorbehalt, "
            "Sicherungsübereignung, Abtretung. Wer schuldhaft schweigt, haftet."
        ),
        (
            "Tell the administrator at once which rights we have in the customer's things: retention of title, "
            "transfer by way of security, assignment. Whoever culpably keeps silent is liable."
        ),
        "InsO 28(2)",
    ),
    TaskKind.LODGE_CLAIM: (
        (
            "Forderung zur Tabelle anmelden: schriftlich beim Verwalter oder Sachwalter, nicht beim Gericht, mit "
            "Kopien der Rechnungen. Zinsen nur bis zum Tag vor der Eröffnung."
        ),
        (
            "Lodge the claim for the table: in writing with the administrator or custodian, not with the court, with "
            "copies of the invoices. Interest only up to the day before the opening."
        ),
        "InsO 28(1), 174",
    ),
    TaskKind.ASK_CHOICE_103: (
        (
            "Laufende Verträge suchen und den Verwalter zur Wahl auffordern, ob er sie erfüllt. Bis zur Antwort nicht "
            "liefern; Verträge nicht von selbst kündigen."
        ),
        (
            "Look for running contracts and ask the administrator to choose whether to perform them. No delivery "
            "before the answer; do not terminate contracts by ourselves."
        ),
        "InsO 103(2), 119",
    ),
    TaskKind.STOP_DUNNING: (
        (
            "Mahnlauf, Mahnbescheid und Vollstreckung für alte Forderungen stoppen. Bürgen und Mitschuldner bleiben "
            "belangbar."
        ),
        "Stop dunning, payment orders and enforcement for old claims. Guarantors and co-debtors can still be pursued.",
        "InsO 87, 89, 254(2)",
    ),
    TaskKind.STOP_GOODS_IN_TRANSIT: (
        "Ware, die unterwegs ist, beim Spediteur anhalten oder zurückrufen.",
        "Have the carrier stop or bring back goods that are on their way.",
        "BGB 321(1)",
    ),
    TaskKind.PAY_ESTATE_NOT_DEBTOR: (
        (
            "Gutschriften, Boni und andere Zahlungen nicht mehr an den Kunden, sondern an den Verwalter; vorher "
            "prüfen, ob wir aufrechnen können."
        ),
        (
            "Credit notes, bonuses and other payments no longer to the customer but to the administrator; check first "
            "whether we can set them off."
        ),
        "InsO 82, 94 to 96",
    ),
    TaskKind.ADJUST_VAT: (
        "Umsatzsteuer der offenen Rechnungen berichtigen; die Buchhaltung entscheidet über Zeitraum und Betrag.",
        "Adjust the VAT of the open invoices; accounting decides on period and amount.",
        "UStG 17(2) no. 1",
    ),
    TaskKind.READJUST_VAT: (
        (
            "Maßnahmen aufgehoben: die berichtigte Umsatzsteuer erneut berichtigen, soweit die offenen Rechnungen "
            "wieder einbringlich sind oder bezahlt werden; die Buchhaltung entscheidet über Zeitraum und Betrag."
        ),
        (
            "Measures lifted: adjust the VAT that was adjusted again, as far as the open invoices can be collected "
            "after all or are paid; accounting decides on period and amount."
        ),
        "UStG 17(2) no. 1 s. 2 (measures lifted, nothing paid yet: believed)",
    ),
    TaskKind.NOTIFY_INSURER: (
        "Den Kreditversicherer sofort benachrichtigen; die Fristen und das Formular stehen in der Police.",
        "Notify the credit insurer at once; the policy says by when and on which form.",
        None,
    ),
    TaskKind.CHECK_TABLE: (
        "Tabellenauszug anfordern: Ist unsere Forderung festgestellt? Wer unbestritten steht, bekommt keine Nachricht.",
        "Ask for the extract of the table: is our claim established? A creditor whose claim is undisputed is not told.",
        "InsO 178, 179(3)",
    ),
    TaskKind.WATCH_LIMITATION: (
        "Verjährung der offenen Forderungen prüfen: drei Jahre ab Jahresende, nur die Anmeldung hemmt sie.",
        "Check when the open claims become time-barred: three years from the year's end; only lodging suspends it.",
        "BGB 195, 199, 204(1) no. 10",
    ),
    TaskKind.CHECK_DATES: (
        "Ein Datum der Veröffentlichung passt nicht zum Gesetz: bitte mit dem Text vergleichen.",
        "A date of the publication does not fit the law: please compare it with the text.",
        None,
    ),
}
# Days until somebody should have looked; the soft match and the unsure one are looked at the same day.
_DAYS = {TaskKind.REVIEW_MATCH: 0, TaskKind.REVIEW_PERSON_BLOCK: 3}


def task(
    kind: TaskKind, case: Case, cause: str, now: datetime, *, words: Words | None = None, due_on: date | None = None
) -> Task:
    """An open task; its id is the same for the same cause. `words` take the place of the kind's own."""
    text_de, text_en, rule = words or _TEXTS[kind]
    latest = due_on or (now + timedelta(days=_DAYS.get(kind, 1))).date()
    due = datetime.combine(latest, time(16), UTC)
    return Task(
        id=task_id(case.id, kind, cause),
        case_id=case.id,
        kind=kind,
        text_de=text_de,
        text_en=text_en,
        rule=rule,
        created_at=now,
        due_at=max(due, now + timedelta(hours=1)),
        severity=Severity.INFORMATION if kind is TaskKind.WATCH_LIMITATION else Severity.RECOVERABLE,
    )


def words_of(kind: TaskKind) -> Words:
    """What a task of this kind says where nothing else is to be said."""
    return _TEXTS[kind]


def check_dates(question: DateQuestion, case: Case, now: datetime) -> Task:
    """The task to compare an implausible date with the notice."""
    words = (question.text_de, question.text_en, question.rule)
    return task(TaskKind.CHECK_DATES, case, question.id, now, words=words)


def manual(case: Case, text: str, by: str, now: datetime, *, owner: str | None = None, due_on: date) -> Task:
    """A task that a person gives, in that person's own words.

    Raises:
        InvalidInputError: no text, or a due date that has gone by.
    """
    problems = [] if text.strip() else [Problem("text", text, "say what is to be done")]
    if due_on < now.date():
        problems.append(Problem("due_on", due_on.isoformat(), "this day has gone by"))
    if problems:
        raise InvalidInputError(problems)
    given = task(TaskKind.MANUAL, case, f"{by} {now.isoformat()} {text}", now, words=(text, text, None), due_on=due_on)
    return given.model_copy(update={"owner": owner})


def done(tasks: tuple[Task, ...], kinds: set[TaskKind], person: str, now: datetime) -> tuple[Task, ...]:
    """Those open tasks of these kinds, marked as done by the person."""
    mark = {"state": TaskState.DONE, "done_by": person, "done_at": now}
    answered = (one for one in tasks if one.kind in kinds and one.state is TaskState.OPEN)
    return tuple(one.model_copy(update=mark | {"version": one.version + 1}) for one in answered)


def open_again(task: Task) -> Task:
    """The task to be done after all, in the same hands."""
    mark = {"state": TaskState.OPEN, "done_by": None, "done_at": None, "version": task.version + 1}
    return task.model_copy(update=mark)
