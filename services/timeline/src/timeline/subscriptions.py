"""Everything that the timeline listens to, on every topic: each contract in, the facts that it tells kept.

A fact is kept under an id made from the contract's own, so a redelivered contract changes nothing.
"""

from collections.abc import Callable
from typing import Any, assert_never

from shared.contracts import Reading
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions
from timeline.clocks import TOPIC_LANES, TURNS, ClockSaid, clock_turned
from timeline.entries import contact_readings, contacts, enquiries, handovers, notifications, screening, strategy
from timeline.facts import ClockTurn, Description, Entry, Fact, Link
from timeline.read_models import children, journey

SUBSCRIPTIONS = Subscriptions("timeline")

Tell = Callable[[Message[Any]], list[Fact]]
Heard = dict[str, tuple[type[Reading], Tell]]

CONTACTS: Heard = {
    "ContactReceived": (contact_readings.ContactReceived, contacts.contact_received),
    "ContactAmended": (contact_readings.ContactAmended, contacts.contact_amended),
    "PoliceRiskGradeAmended": (contact_readings.PoliceRiskGradeAmended, contacts.grade_amended),
    "ContactQualityAssessed": (contact_readings.ContactQualityAssessed, contacts.quality_assessed),
    "ChildIdentified": (contact_readings.ChildIdentified, contacts.child_identified),
    "ReferrerAcknowledged": (contact_readings.ReferrerAcknowledged, contacts.referrer_acknowledged),
    "MissingEpisodeOpened": (contact_readings.MissingEpisodeOpened, contacts.missing_opened),
    "MissingEpisodeClosed": (contact_readings.MissingEpisodeClosed, contacts.missing_closed),
}
THRESHOLD_DECISIONS: Heard = {
    "ScreeningOpened": (screening.ScreeningOpened, screening.screening_opened),
    "RagAssigned": (screening.RagAssigned, screening.rag_assigned),
    "ManagementDirectionRecorded": (screening.ManagementDirectionRecorded, screening.direction_recorded),
    "HistoryReviewed": (screening.HistoryReviewed, screening.history_reviewed),
    "ThresholdDecisionProposed": (screening.ThresholdDecisionProposed, screening.decision_proposed),
    "ThresholdDecisionAuthorised": (screening.ThresholdDecisionAuthorised, screening.decision_authorised),
    "DecisionChallenged": (screening.DecisionChallenged, screening.decision_challenged),
    "GuardOverridden": (screening.GuardOverridden, screening.guard_overridden),
    "OutcomeFeedbackSent": (screening.OutcomeFeedbackSent, screening.feedback_sent),
    "ScreeningClosed": (screening.ScreeningClosed, screening.screening_closed),
    "ScreeningReopened": (screening.ScreeningReopened, screening.screening_reopened),
}
STRATEGY_MEETINGS: Heard = {
    "StrategyThresholdMet": (strategy.StrategyThresholdMet, strategy.threshold_met),
    "StrategyRequestDeclined": (strategy.StrategyRequestDeclined, strategy.request_declined),
    "StrategyDiscussionConvened": (strategy.StrategyDiscussionConvened, strategy.discussion_convened),
    "AttendanceRecorded": (strategy.AttendanceRecorded, strategy.attendance_recorded),
    "StrategyDecisionRecorded": (strategy.StrategyDecisionRecorded, strategy.decision_recorded),
    "StrategyActionAgreed": (strategy.StrategyActionAgreed, strategy.action_agreed),
    "StrategyActionCompleted": (strategy.StrategyActionCompleted, strategy.action_completed),
    "StrategyReviewScheduled": (strategy.StrategyReviewScheduled, strategy.review_scheduled),
    "StrategyRecordFinalised": (strategy.OfDiscussion, strategy.record_finalised),
    "S47Started": (enquiries.S47Started, enquiries.s47_started),
    "ChildSeen": (enquiries.ChildSeen, enquiries.child_seen),
    "S47OutcomeRecorded": (enquiries.S47OutcomeRecorded, enquiries.s47_outcome),
    "ICPCBooked": (enquiries.ICPCBooked, enquiries.icpc_booked),
    "ICPCHeld": (enquiries.ICPCHeld, enquiries.icpc_held),
    "ICPCNotRequired": (enquiries.ICPCNotRequired, enquiries.icpc_not_required),
}
HANDOVERS: Heard = {
    "OohVisitMade": (handovers.OohVisitMade, handovers.visit_made),
    "OohDecisionMade": (handovers.OohDecisionMade, handovers.decision_made),
    "HandoverItemAdded": (handovers.HandoverItemAdded, handovers.item_added),
    "ManagerEntryRecorded": (handovers.ManagerEntryRecorded, handovers.manager_entry),
    "HandoverPublished": (handovers.HandoverPublished, handovers.handover_published),
    "HandoverItemAccepted": (handovers.HandoverItemAccepted, handovers.item_accepted),
    "HandoverItemRejected": (handovers.HandoverItemRejected, handovers.item_rejected),
    "HandoverItemCarriedForward": (handovers.OfHandover, handovers.item_carried_forward),
    "HandoverFollowUpRecorded": (handovers.HandoverFollowUpRecorded, handovers.follow_up_recorded),
    "HandoverItemClosed": (handovers.HandoverItemClosed, handovers.item_closed),
}
NOTIFICATIONS: Heard = {
    "NotificationSent": (notifications.NotificationSent, notifications.notification_sent),
    "NotificationHeld": (notifications.NotificationHeld, notifications.notification_held),
    "NotificationDelivered": (notifications.Notification, notifications.notification_delivered),
    "NotificationAcknowledged": (
        notifications.NotificationAcknowledged,
        notifications.notification_acknowledged,
    ),
    "NotificationFailed": (notifications.NotificationFailed, notifications.notification_failed),
    "NotificationSuppressed": (notifications.Notification, notifications.notification_suppressed),
    "AlertLeftToPolice": (notifications.Notification, notifications.left_to_police),
}
TOPICS = {
    "contacts": CONTACTS,
    "threshold-decisions": THRESHOLD_DECISIONS,
    "strategy-meetings": STRATEGY_MEETINGS,
    "handovers": HANDOVERS,
    "notifications": NOTIFICATIONS,
}


async def keep(connection: Connection, fact: Fact) -> None:
    """Adds one fact to the sets."""
    match fact:
        case Entry():
            await journey.keep_entry(connection, fact)
        case ClockTurn():
            await journey.keep_turn(connection, fact)
        case Link():
            await children.keep_link(connection, fact)
        case Description():
            await children.keep_description(connection, fact)
        case _:
            assert_never(fact)


def _listen(topic: str, contract_type: str, reading: type[Reading], tell: Tell) -> None:
    @SUBSCRIPTIONS.project(topic, contract_type, reading)
    async def keep_what_is_told(connection: Connection, message: Message[Any]) -> None:
        for fact in tell(message):
            await keep(connection, fact)


for _topic, _heard in TOPICS.items():
    for _name, (_reading, _tell) in _heard.items():
        _listen(_topic, f"frontdoor.{_name}.v1", _reading, _tell)

for _topic in TOPIC_LANES:
    for _contract_type in TURNS:
        _listen(_topic, _contract_type, ClockSaid, clock_turned)
