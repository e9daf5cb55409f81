"""What each filled-in form asks for. What is missing is refused at its field; the rules decide the rest."""

from intake.adding import newly_named
from intake.commands import (
    AcknowledgeReferrer,
    CompleteReturnInterview,
    ConsiderMissingPattern,
    DeclineReturnInterview,
    JudgeForMarac,
    LinkDuplicate,
    MarkIntelligenceHandling,
    MarkNotAboutAChild,
    NameChild,
    OfferReturnInterview,
    OverrideGuard,
    RecordCareStatus,
    RecordConsentStatus,
    RecordMaracReferral,
    RecordPrivateFosteringVisit,
    RedirectContact,
    ReportChildReturned,
    ReviewOverride,
    RoutePrivateFostering,
    RouteToLado,
    SetPoliceRiskGrade,
    UnlinkDuplicate,
)
from intake.pages.steps.form import Asking
from intake.schools import school_typed
from shared.decider import Refused
from shared.web.forms import day, instant, lines, text

WHY_NOT = "why_not."


def acknowledge(asking: Asking) -> AcknowledgeReferrer:
    return AcknowledgeReferrer(by=asking.by, at=asking.at, by_means_of=text(asking.typed, "by_means_of"))


def consent(asking: Asking) -> RecordConsentStatus:
    return RecordConsentStatus(
        by=asking.by,
        at=asking.at,
        parents_informed=text(asking.typed, "parents_informed"),
        parental_agreement=text(asking.typed, "parental_agreement"),
        child_view=text(asking.typed, "child_view"),
        reason=text(asking.typed, "reason"),
    )


def care_status(asking: Asking) -> RecordCareStatus:
    return RecordCareStatus(
        by=asking.by,
        at=asking.at,
        temp_ref=text(asking.typed, "temp_ref"),
        care_status=text(asking.typed, "care_status"),
        allocated_worker=text(asking.typed, "allocated_worker") or None,
        team=text(asking.typed, "team") or None,
        manager=text(asking.typed, "manager") or None,
        plan_type=text(asking.typed, "plan_type") or None,
    )


def name_child(asking: Asking) -> NameChild:
    typed = asking.typed
    child = newly_named(
        first_name=text(typed, "first_name"),
        surname=text(typed, "surname"),
        dob=day(typed, "dob"),
        expected_dob=day(typed, "expected_dob"),
        address=text(typed, "address"),
        **{name: text(typed, name) for name in ("sex", "gender", "nhs", "upn")},
        **school_typed(text(typed, "school"), asking.schools),
    )
    return NameChild(by=asking.by, at=asking.at, child=child, reason=text(typed, "reason"))


def duplicate(asking: Asking) -> LinkDuplicate:
    if text(asking.typed, "same_incident") not in ("Y", "N"):
        raise Refused("INT-09 MERGE", "Say whether it is the same incident or another one", "same_incident")
    return LinkDuplicate(
        by=asking.by,
        at=asking.at,
        primary_contact_id=text(asking.typed, "primary_contact_id"),
        same_incident=text(asking.typed, "same_incident") == "Y",
        reason=text(asking.typed, "reason"),
    )


def undo_link(asking: Asking) -> UnlinkDuplicate:
    return UnlinkDuplicate(
        by=asking.by,
        at=asking.at,
        primary_contact_id=text(asking.typed, "primary_contact_id"),
        reason=text(asking.typed, "reason"),
    )


def redirect(asking: Asking) -> RedirectContact:
    return RedirectContact(
        by=asking.by,
        at=asking.at,
        la=text(asking.typed, "la"),
        ack_ref=text(asking.typed, "ack_ref"),
        reason=text(asking.typed, "reason"),
        screened=asking.screened,
    )


def not_about_a_child(asking: Asking) -> MarkNotAboutAChild:
    typed = asking.typed
    why_not = {name.removeprefix(WHY_NOT): text(typed, name) for name in typed if name.startswith(WHY_NOT)}
    return MarkNotAboutAChild(by=asking.by, at=asking.at, reason=text(typed, "reason"), why_not=why_not)


def override(asking: Asking) -> OverrideGuard:
    review_by = day(asking.typed, "review_by")
    if review_by is None:
        raise Refused("INTAKE OVERRIDE_REVIEW", "Give a day to look at this again.", "review_by")
    return OverrideGuard(
        by=asking.by,
        at=asking.at,
        guard=_needed(asking, "guard", "Say which rule"),
        reason=text(asking.typed, "reason"),
        review_by=review_by,
        screened=asking.screened,
    )


def override_review(asking: Asking) -> ReviewOverride:
    if text(asking.typed, "agrees") not in ("Y", "N"):
        raise Refused("INT-48 AGREES", "Say whether it was right to let it past", "agrees")
    return ReviewOverride(
        by=asking.by,
        at=asking.at,
        guard=_needed(asking, "guard", "Say which override you looked at"),
        agrees=text(asking.typed, "agrees") == "Y",
        text=text(asking.typed, "text"),
    )


def returned(asking: Asking) -> ReportChildReturned:
    return ReportChildReturned(
        by=asking.by,
        at=asking.at,
        found_at=asking.when("found_at"),
        found_how=_needed(asking, "found_how", "Say how the child came back"),
        prevention_interview_done=text(asking.typed, "prevention_interview_done") or None,
    )


def offer(asking: Asking) -> OfferReturnInterview:
    return OfferReturnInterview(
        by=asking.by,
        at=asking.at,
        offered_at=asking.when("offered_at"),
        provider=_needed(asking, "provider", "Say who will hold the interview"),
    )


def interview(asking: Asking) -> CompleteReturnInterview:
    typed = asking.typed
    return CompleteReturnInterview(
        by=asking.by,
        at=asking.at,
        completed_at=asking.when("completed_at"),
        accepted=_yes(asking, "accepted", "Say whether the child took part"),
        interviewer_independent=_yes(asking, "interviewer_independent", "Say whether the interviewer was independent"),
        child_words=text(typed, "child_words"),
        push_factors=lines(typed, "push_factors"),
        pull_factors=lines(typed, "pull_factors"),
        where_with_whom=text(typed, "where_with_whom"),
        harm_disclosed=_yes(asking, "harm_disclosed", "Say whether the child told of harm"),
        safety_needs=text(typed, "safety_needs"),
        shared_with_plan_owner_at=instant(typed, "shared_with_plan_owner_at"),
    )


def declined(asking: Asking) -> DeclineReturnInterview:
    return DeclineReturnInterview(
        by=asking.by,
        at=asking.at,
        reason=text(asking.typed, "reason"),
        alternative=text(asking.typed, "alternative"),
    )


def pattern(asking: Asking) -> ConsiderMissingPattern:
    if text(asking.typed, "strategy_discussion") not in ("Y", "N"):
        raise Refused("INT-26 CONSIDERED", "Say whether a strategy discussion is needed", "strategy_discussion")
    return ConsiderMissingPattern(
        by=asking.by,
        at=asking.at,
        strategy_discussion=text(asking.typed, "strategy_discussion") == "Y",
        reason=text(asking.typed, "reason"),
    )


def lado(asking: Asking) -> RouteToLado:
    return RouteToLado(
        by=asking.by,
        at=asking.at,
        lado=_needed(asking, "lado", "Say who was told"),
        told_at=asking.when("told_at"),
        screened=asking.screened,
    )


def fostering(asking: Asking) -> RoutePrivateFostering:
    return RoutePrivateFostering(
        by=asking.by, at=asking.at, team=_needed(asking, "team", "Say which team will visit"), screened=asking.screened
    )


def visit(asking: Asking) -> RecordPrivateFosteringVisit:
    if text(asking.typed, "child_seen") not in ("Y", "N"):
        raise Refused("INT-41 SEEN", "Say whether the child was seen", "child_seen")
    return RecordPrivateFosteringVisit(
        by=asking.by,
        at=asking.at,
        visited_at=asking.when("visited_at"),
        child_seen=text(asking.typed, "child_seen") == "Y",
    )


def police_grade(asking: Asking) -> SetPoliceRiskGrade:
    return SetPoliceRiskGrade(
        by=asking.by,
        at=asking.at,
        grade=_needed(asking, "grade", "Say how high the risk is"),
        reason=text(asking.typed, "reason"),
    )


def intelligence_handling(asking: Asking) -> MarkIntelligenceHandling:
    return MarkIntelligenceHandling(by=asking.by, at=asking.at, handling=text(asking.typed, "handling"))


def marac_judgement(asking: Asking) -> JudgeForMarac:
    return JudgeForMarac(by=asking.by, at=asking.at, reason=text(asking.typed, "reason"))


def marac(asking: Asking) -> RecordMaracReferral:
    return RecordMaracReferral(
        by=asking.by,
        at=asking.at,
        by_agency=_needed(asking, "by_agency", "Say which agency referred"),
        confirmed_at=asking.when("confirmed_at"),
    )


def _yes(asking: Asking, name: str, words: str) -> bool:
    """What nobody answered is asked again, never taken for no."""
    if text(asking.typed, name) not in ("Y", "N"):
        raise Refused("FORM-05 NEEDED", words, name)
    return text(asking.typed, name) == "Y"


def _needed(asking: Asking, name: str, words: str) -> str:
    value = text(asking.typed, name)
    if not value:
        raise Refused("FORM-05 NEEDED", words, name)
    return value
