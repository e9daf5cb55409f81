"""What the rules still ask of a case, each with the form where it is given: nobody meets a guard first as an error."""

from dataclasses import dataclass

from screening.case.applicability import Unmet
from screening.case.seeing import Seeing
from screening.case.view import CaseView, ChildView
from screening.case.words import GUARD_TASKS, late_words
from shared.decider import Refused
from shared.web.words import day_and_time_words

OF_THE_CASE = frozenset(
    {
        "rag",
        "rag-proposal",
        "direction",
        "screener",
        "clarification",
        "clarification-attempt",
        "information",
        "conversation",
        "feedback",
        "late",
        "reopen",
    }
)
NAME_CHILD = "name-child"
AT_INTAKE = ("siblings", NAME_CHILD)
LISTED_ANYWAY = frozenset({"SCR-01", "SCR-02", "SCR-12", "SCR-17", "SCR-18"})
"""Every case needs these, so they stand in the list also when they are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the list. Without ``href`` it is somebody else's to do."""

    text: str
    href: str | None
    done: bool
    hint: str = ""
    code: str = ""
    form: str = ""


def form_address(contact_id: str, form: str, child_id: str) -> str:
    """Where a form is; the forms of a decision are one child's. Who belongs to the contact is asked at intake."""
    if form in AT_INTAKE:
        return f"/intake/contacts/{contact_id}/{form}"
    about = "" if form in OF_THE_CASE else f"children/{child_id}/"
    return f"/screening/contacts/{contact_id}/{about}{form}"


def all_tasks(view: CaseView, seeing: Seeing) -> list[Task]:
    """The whole list in the order of the work; each child's part says whose it is."""
    of_children = [task for child in view.children for task in child_tasks(view, child, seeing)]
    return [*_case_tasks(view, seeing), *of_children, *_late_tasks(view, seeing), *_ending_tasks(view, seeing)]


def _case_tasks(view: CaseView, seeing: Seeing) -> list[Task]:
    return [
        _case_task(view, seeing, "Rate this contact", "rag", done=view.case.rag is not None),
        _case_task(
            view, seeing, GUARD_TASKS["SCR-01"], "direction", done=view.case.directed, code="SCR-01 NO_DIRECTION"
        ),
        *_rating_proposal(view, seeing),
        *_nameless(view, seeing),
        *_household(view, seeing),
        *_attempt(view, seeing),
    ]


def _attempt(view: CaseView, seeing: Seeing) -> list[Task]:
    """CK_CLARIFY has run out, and nobody has tried again."""
    asked = view.case.asked_sender
    if not view.case.attempt_owed or asked is None:
        return []
    hint = f"The answer was due {day_and_time_words(asked.answer_due_at)}"
    text = "Try again to reach the sender, and record it"
    return [_case_task(view, seeing, text, "clarification-attempt", done=False, hint=hint, code="CK_CLARIFY")]


def _rating_proposal(view: CaseView, seeing: Seeing) -> list[Task]:
    """For a social worker who does not rate."""
    if seeing.rates or not seeing.screens or view.case.rag is not None:
        return []
    return [_case_task(view, seeing, "Propose a rating", "rag-proposal", done=view.case.rag_proposed is not None)]


def _nameless(view: CaseView, seeing: Seeing) -> list[Task]:
    """A contact of an address, or of an incident: whom is it about?"""
    if view.case.children:
        return []
    text, hint = "Find out whom it is about, and name each child", "Nothing can be decided or closed before"
    return [_case_task(view, seeing, text, NAME_CHILD, done=False, hint=hint)]


def _household(view: CaseView, seeing: Seeing) -> list[Task]:
    waiting = len(view.case.siblings_waiting)
    if not waiting:
        return []
    text = "Add or leave out the other children of the household"
    hint = f"The contact is incomplete: {waiting} found who {'is' if waiting == 1 else 'are'} not named"
    return [_case_task(view, seeing, text, "siblings", done=False, hint=hint, code="INT-04 SIBLINGS")]


def _case_task(
    view: CaseView, seeing: Seeing, text: str, form: str, *, done: bool, hint: str = "", code: str = ""
) -> Task:
    href = form_address(view.contact_id, form, "") if seeing.opens(form) else None
    return Task(text=text, href=href, done=done, hint=hint or _whose(href, done=done), code=code, form=form)


def _whose(href: str | None, *, done: bool) -> str:
    return "" if href or done else "Somebody else does this"


def child_tasks(view: CaseView, child: ChildView, seeing: Seeing) -> list[Task]:
    """What is asked for one child."""
    state = child.state
    whose = f"{child.name}: " if len(view.children) > 1 else ""

    def task(text: str, form: str, *, done: bool, hint: str = "", code: str = "") -> Task:
        href = form_address(view.contact_id, form, state.child_id) if seeing.opens(form) else None
        said = hint or _whose(href, done=done)
        return Task(text=whose + text, href=href, done=done, hint=said, code=code, form=form)

    def of(unmet: Unmet, hint: str) -> Task:
        text = GUARD_TASKS.get(unmet.code, unmet.missing.reason)
        return task(text, unmet.missing.form, done=False, hint=hint, code=f"{unmet.code} {unmet.name}")

    tasks = [
        task(
            GUARD_TASKS["SCR-02"],
            "history",
            done=state.history_current,
            hint=_known(child),
            code="SCR-02 NO_HISTORY",
        )
    ]
    tasks += [of(unmet, unmet.missing.reason) for unmet in child.missing if unmet.code not in LISTED_ANYWAY]
    tasks += [of(unmet, _owed_hint(child, unmet)) for unmet in child.owed if unmet.code not in LISTED_ANYWAY]
    tasks.append(
        task(
            "Propose a decision",
            "propose",
            done=state.is_decided or (state.proposal is not None and not state.challenged),
            hint="The manager's challenge has to be answered" if state.challenged else "",
        )
    )
    copied = "The rationale is in words that were used for other children (SCR-19)" if state.template_rationale else ""
    tasks.append(task("Authorise or challenge", "authorise", done=state.is_decided, hint=copied))
    if state.review_owed_by_other_than is not None:
        tasks.append(
            task("Look at a decision that one person made alone", "review", done=False, code="SCR-05 SELF_AUTH")
        )
    return tasks


def tasks_before(view: CaseView, child: ChildView, seeing: Seeing) -> list[Task]:
    """What is still wanted before a decision about this child can stand: all but proposing and authorising it."""
    every = (*_case_tasks(view, seeing), *child_tasks(view, child, seeing))
    return [task for task in every if not task.done and task.form not in ("propose", "authorise")]


def way_to_satisfy(
    view: CaseView, child: ChildView | None, seeing: Seeing, refusal: Refused, template: str
) -> Task | None:
    """The form where the guard that refused is satisfied, when that is another one than the form that was sent."""
    code = refusal.code.partition(" ")[0]
    unmet = next((one for one in (child.missing if child else ()) if one.code == code), None)
    here = template.removesuffix(".html").replace("_", "-")
    if child is None or unmet is None or unmet.missing.form == here or not seeing.opens(unmet.missing.form):
        return None
    href = form_address(view.contact_id, unmet.missing.form, child.child_id)
    return Task(text=GUARD_TASKS.get(code, unmet.name), href=href, done=False)


def _known(child: ChildView) -> str:
    count = len(child.earlier)
    return f"{count} earlier contact{'' if count == 1 else 's'} here" if count else "No earlier contact here"


def _owed_hint(child: ChildView, unmet: Unmet) -> str:
    by = f"Owed by {day_and_time_words(child.owed_by)}. " if child.owed_by else ""
    return f"{by}{unmet.missing.reason}"


def _disagreements(view: CaseView) -> list[Task]:
    return [
        Task(
            text=f"Answer the disagreement of {one.agency_name}",
            href=f"/screening/escalations/{one.escalation_id}",
            done=False,
            code="SCR-18 ESC_OPEN",
        )
        for one in view.case.escalations
    ]


def _late_tasks(view: CaseView, seeing: Seeing) -> list[Task]:
    if not view.late:
        return []
    what = "; ".join(late_words(clock) for clock in view.late)
    return [_case_task(view, seeing, "Say why it is late", "late", done=False, hint=what)]


def _ending_tasks(view: CaseView, seeing: Seeing) -> list[Task]:
    """What is left once every child is decided; before that only what an agency disagrees with."""
    case = view.case
    if not case.all_decided:
        return _disagreements(view)
    told = all(child.referrer_told for child in case.children) or not case.contact.professional_referrer
    return [
        *_disagreements(view),
        _case_task(view, seeing, "Tell the referrer the outcome", "feedback", done=told, code="SCR-17 CLOSE_FEEDBACK"),
        _case_task(view, seeing, "Close the screening", "feedback", done=case.closed),
    ]
