"""The asked agency answers a request for information itself. Its law: a late answer is marked late, never refused."""

from notifications.codes import Profile
from notifications.notification.arrival import acknowledge, sent_to
from notifications.notification.commands import AcknowledgeNotification, AnswerInformationRequest
from notifications.notification.events import InformationRequestAnswered, NotificationEvent
from notifications.notification.standing import is_late
from notifications.notification.state import NotificationState
from shared.decider import Refused

LONGEST_ANSWER = 10_000


def answer(command: AnswerInformationRequest, state: NotificationState) -> list[NotificationEvent]:
    """Who answers has read it. The same words again say nothing new; other words stand beside the earlier ones."""
    sent = sent_to(command.by.org_id, state)
    if sent.about.profile is not Profile.INFO_REQUEST:
        raise Refused("NOT-ANSWER", "This does not ask what you know")
    read = acknowledge(AcknowledgeNotification(by=command.by, at=command.at), sent)
    words = _said(command)
    if sent.last_answer == (words, command.declined):
        return []
    answered = InformationRequestAnswered(
        about=sent.about,
        words=words,
        declined=command.declined,
        answered_by=command.answered_by.strip() or command.by.name,
        answered_at=command.at,
        late=is_late(command.at, sent.due_at),
    )
    return [*read, answered]


def _said(command: AnswerInformationRequest) -> str:
    words = command.words.strip()
    field = "declined_because" if command.declined else "answer"
    if not words:
        wanted = "Say why sharing would harm the child more" if command.declined else "Say what your organisation knows"
        raise Refused("NOT-ANSWER", wanted, field)
    if len(words) > LONGEST_ANSWER:
        raise Refused("NOT-ANSWER", f"Say it in at most {LONGEST_ANSWER:,} characters", field)
    return words
