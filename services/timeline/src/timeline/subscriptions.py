"""Everything that the timeline listens to, on every topic: each contract in, the facts that it tells kept.

A fact is kept under an id made from the contract's own, so a redelivered contract changes nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from shared.contracts import Reading
from shared.database import Connection
from shared.subscriptions import Keeping, Message, Subscriptions
from timeline.clocks import TOPIC_LANES, TURNS, ClockSaid, clock_turned
from timeline.entries import (
    assurance,
    audits,
    contact_readings,
    contacts,
    early_help,
    enquiries,
    finding_out,
    handovers,
    household,
    missing,
    notifications,
    referrals,
    screening,
    strategy,
    ways,
)
from timeline.facts import FACTS, ClockTurn, Description, Entry, Fact, Link
from timeline.read_models import children, journey

Tell = Callable[[Message[Any]], list[Fact]]
Heard = dict[str, tuple[type[Reading], Tell]]

CONTACTS: Heard = {
    "ContactReceived": (contact_readings.ContactReceived, contacts.contact_received),
    "ContactAmended": (contact_readings.ContactAmended, contacts.contact_amended),
    "PoliceRiskGradeAmended": (contact_readings.PoliceRiskGradeAmended, contacts.grade_amended),
    "IntelligenceHandlingMarked": (contact_readings.IntelligenceHandlingMarked, contacts.handling_marked),
    "ContactQualityAssessed": (contact_readings.ContactQualityAssessed, contacts.quality_assessed),
    "IncidentLagMeasured": (contact_readings.IncidentLagMeasured, contacts.reported_late),
    "ChildIdentified": (contact_readings.ChildIdentified, contacts.child_identified),
    "ReferrerAcknowledged": (contact_readings.ReferrerAcknowledged, contacts.referrer_acknowledged),
    "IdentityLinkCorrected": (household.IdentityLinkCorrected, household.link_corrected),
    "SiblingsFound": (household.SiblingsFound, household.siblings_found),
    "ContactCompleted": (household.ContactCompleted, household.contact_completed),
    "SiblingAdded": (household.SiblingAdded, household.sibling_added),
    "SiblingExcluded": (household.SiblingExcluded, household.sibling_excluded),
    "CareStatusAtContactRecorded": (household.CareStatusAtContactRecorded, household.care_status_recorded),
    "OpenCaseContactRouted": (household.OpenCaseContactRouted, household.open_case_routed),
    "ConsentStatusRecorded": (ways.ConsentStatusRecorded, ways.consent_recorded),
    "VictimAndPerpetratorClarified": (ways.VictimAndPerpetratorClarified, ways.roles_clarified),
    "ContactGuardOverridden": (ways.ContactGuardOverridden, ways.let_past),
    "DuplicateContactLinked": (ways.DuplicateContactLinked, ways.duplicate_linked),
    "DuplicateContactUnlinked": (ways.DuplicateContactUnlinked, ways.duplicate_unlinked),
    "ContactMarkedNotAboutAChild": (ways.ContactMarkedNotAboutAChild, ways.not_about_a_child),
    "ContactRedirected": (ways.ContactRedirected, ways.redirected),
    "LadoReferralRouted": (ways.LadoReferralRouted, ways.lado_told),
    "PrivateFosteringRouted": (ways.PrivateFosteringRouted, ways.private_fostering_routed),
    "PrivateFosteringVisited": (ways.PrivateFosteringVisited, ways.private_fostering_visited),
    "MaracJudgementRecorded": (ways.MaracJudgementRecorded, ways.marac_judged),
    "MaracReferralRecorded": (ways.MaracReferralRecorded, ways.marac_referred),
    "MissingEpisodeOpened": (missing.MissingEpisodeOpened, missing.missing_opened),
    "MissingEpisodeClosed": (missing.MissingEpisodeClosed, missing.missing_closed),
    "RhiOffered": (missing.RhiOffered, missing.interview_offered),
    "RhiCompleted": (missing.RhiCompleted, missing.interview_completed),
    "RhiDeclined": (missing.RhiDeclined, missing.interview_declined),
    "MissingPatternConsidered": (missing.MissingPatternConsidered, missing.pattern_considered),
}
"""Not ``IdentityMatchProposed``: a machine's guess is no event of a child's life, and a candidate's timeline would tell
of somebody else's contact. What a person makes of it is ``ChildIdentified``."""

THRESHOLD_DECISIONS: Heard = {
    "ScreeningOpened": (screening.ScreeningOpened, screening.screening_opened),
    "RagAssigned": (screening.RagAssigned, screening.rag_assigned),
    "ManagementDirectionRecorded": (screening.ManagementDirectionRecorded, screening.direction_recorded),
    "HistoryReviewed": (finding_out.HistoryReviewed, finding_out.history_reviewed),
    "CaseDiscussionRecorded": (finding_out.CaseDiscussionRecorded, finding_out.case_discussed),
    "ThresholdDecisionProposed": (screening.ThresholdDecisionProposed, screening.decision_proposed),
    "ThresholdDecisionAuthorised": (screening.ThresholdDecisionAuthorised, screening.decision_authorised),
    "DecisionChallenged": (screening.DecisionChallenged, screening.decision_challenged),
    "GuardOverridden": (screening.GuardOverridden, screening.guard_overridden),
    "OutcomeFeedbackSent": (screening.OutcomeFeedbackSent, screening.feedback_sent),
    "ScreeningClosed": (screening.ScreeningClosed, screening.screening_closed),
    "ScreeningReopened": (screening.ScreeningReopened, screening.screening_reopened),
    "ScreeningEnded": (screening.ScreeningEnded, screening.screening_ended),
    "ClarificationRequested": (finding_out.Questions, finding_out.sender_asked),
    "InformationRequested": (finding_out.InformationRequested, finding_out.agency_asked),
    "InjuryRecorded": (finding_out.InjuryRecorded, finding_out.injury_recorded),
    "ClarificationAttempted": (finding_out.ClarificationAttempted, finding_out.sender_tried),
    "ClarificationReceived": (finding_out.ClarificationReceived, finding_out.sender_answered),
    "InformationReceived": (finding_out.InformationReceived, finding_out.agency_answered),
    "InformationDeclined": (finding_out.WithoutAnswer, finding_out.agency_declined),
    "CheckProceededWithout": (finding_out.WithoutAnswer, finding_out.gone_on_without),
    "FamilySpokenTo": (finding_out.FamilySpokenTo, finding_out.family_spoken_to),
    "ChildVoiceRecorded": (finding_out.ChildVoiceRecorded, finding_out.child_heard),
    "CumulativeRiskAnalysed": (finding_out.CumulativeRiskAnalysed, finding_out.cumulative_analysed),
    "OpenCaseAcknowledged": (finding_out.OpenCaseAcknowledged, finding_out.open_case_acknowledged),
    "DipSampleDrawn": (audits.DipSampleDrawn, audits.sample_drawn),
    "AuditCompleted": (audits.AuditCompleted, audits.audit_completed),
    "AuditModerated": (audits.AuditModerated, audits.audit_moderated),
    "AuditActionAgreed": (audits.AuditActionAgreed, audits.action_agreed),
    "AuditActionCompleted": (audits.AuditActionCompleted, audits.action_completed),
    "EscalationRaised": (assurance.EscalationSaid, assurance.escalation_raised),
    "EscalationMovedUp": (assurance.EscalationSaid, assurance.escalation_moved_up),
    "EscalationAnswered": (assurance.EscalationSaid, assurance.escalation_answered),
    "EscalationWithdrawn": (assurance.EscalationSaid, assurance.escalation_withdrawn),
    "ReferralAccepted": (referrals.ReferralAccepted, referrals.referral_accepted),
    "WorkerAllocated": (referrals.WorkerAllocated, referrals.worker_allocated),
    "CaseTransferred": (referrals.CaseTransferred, referrals.case_transferred),
    "ReferredChildSeen": (referrals.ReferredChildSeen, referrals.referred_child_seen),
    "ReferredChildNotSeen": (referrals.ReferredChildNotSeen, referrals.referred_child_not_seen),
    "ReferralUnallocated": (referrals.ReferralUnallocated, referrals.still_unallocated),
    "AssessmentAuthorised": (referrals.AssessmentAuthorised, referrals.assessment_authorised),
    "ReferralNFA": (referrals.Ended, referrals.no_further_action),
    "ReferralClosed": (referrals.Ended, referrals.referral_closed),
    "StepDownProposed": (early_help.StepDownProposed, early_help.step_down_proposed),
    "StepDownAgreed": (early_help.StepDownAgreed, early_help.step_down_agreed),
    "StepDownAccepted": (early_help.StepDownAccepted, early_help.step_down_accepted),
    "StepDownDeclined": (early_help.OfEarlyHelp, early_help.step_down_declined),
    "StepDownWithdrawn": (early_help.OfEarlyHelp, early_help.step_down_withdrawn),
    "StepDownFamilyContacted": (early_help.StepDownFamilyContacted, early_help.family_contacted),
    "EarlyHelpEpisodeOpened": (early_help.EarlyHelpEpisode, early_help.early_help_opened),
    "EarlyHelpEpisodeClosed": (early_help.EarlyHelpEpisode, early_help.early_help_closed),
    "StepUpRequested": (early_help.StepUpRequested, early_help.step_up_requested),
    "StepUpDecided": (early_help.StepUpDecided, early_help.step_up_decided),
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
    "NotificationApproved": (notifications.NotificationApproved, notifications.notification_approved),
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


async def keep(connection: Connection, facts: Sequence[Fact]) -> None:
    """Adds the facts to the sets."""
    kept: dict[type[Fact], list[Any]] = {kind: [] for kind in FACTS}
    for fact in facts:
        kept[type(fact)].append(fact)
    await journey.keep_entries(connection, kept[Entry])
    await journey.keep_turns(connection, kept[ClockTurn])
    await children.keep_links(connection, kept[Link])
    await children.keep_descriptions(connection, kept[Description])


SUBSCRIPTIONS = Subscriptions(
    "timeline",
    Keeping(keep=keep, tables=("entries", "clock_turns", "links", "descriptions"), home=__name__),
)

for _topic, _heard in TOPICS.items():
    for _name, (_reading, _tell) in _heard.items():
        SUBSCRIPTIONS.tell(_topic, f"frontdoor.{_name}.v1", _reading, _tell)

for _topic in TOPIC_LANES:
    for _contract_type in TURNS:
        SUBSCRIPTIONS.tell(_topic, _contract_type, ClockSaid, clock_turned)
