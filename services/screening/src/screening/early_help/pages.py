"""Early help for people: what is offered to us and whom we have, a step-down's pack, and who is taken on."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from screening.authority import CASE_READERS, CASE_WORKERS, EARLY_HELP, FRONT_DOOR_WORKERS, MANAGERS, STEP_UP_DECIDERS
from screening.case.facts import Consent
from screening.case.guards import is_high_risk_abuse
from screening.case.pages.saying import SAYINGS
from screening.case.pages.showing import show
from screening.case.typed import consent_of, tested_of
from screening.codes import Rag
from screening.early_help import carrying_out, requests
from screening.early_help.reading import own_org, step_down_view, work_of
from screening.early_help.showing import PAGES, EarlyHelp, Here, episode_page, send_on
from screening.early_help.stepping_down import SECOND_MANAGERS
from screening.referral.pages import referral_page
from screening.referral.reading import name_of, referral_view
from screening.safe_contact import ALERT
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json
from shared.service import Service
from shared.web.forms import Typed, day, expected_version, filled, instant, lines, text

router = APIRouter(include_in_schema=False)

Both = Annotated[Actor, allow(*EARLY_HELP, *CASE_READERS)]
Worker = Annotated[Actor, allow(*CASE_WORKERS)]
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR_WORKERS)]

STEP_DOWN_FORM = "/referrals/{referral_id}/step-down"
ONE = "/step-downs/{step_down_id}"
BEGIN = "/contacts/{contact_id}/children/{child_id}/early-help"
END = "/episodes/{episode_id}/close"


@router.get("/early-help")
async def the_work(request: Request, service: Here, who: Both) -> HTMLResponse:
    """What is offered, who is with early help, and what early help asks of social care."""
    work = await work_of(service, who)
    return PAGES.render(
        request,
        "early_help.html",
        work=work,
        name_of=name_of,
        early_help=own_org(who) is not None,
        decides=who.role in STEP_UP_DECIDERS,
    )


@router.get(STEP_DOWN_FORM)
async def step_down_form(request: Request, service: Here, who: Worker, referral_id: str) -> HTMLResponse:
    return await _step_down_page(request, service, who, referral_id)


async def _step_down_page(
    request: Request, service: Service, who: Actor, referral_id: str, **again: Any
) -> HTMLResponse:
    view = await referral_view(service, who, referral_id)
    case = await carrying_out.screening_case(service, view.accepted.contact_id)
    more = {
        "was_red": case.rag is Rag.RED,
        "high_risk": is_high_risk_abuse(case),
        "consent": Consent(),
        "pairs": SAYINGS["pairs"],
        "overrides": who.role in MANAGERS,
    }
    return await referral_page(request, service, who, referral_id, "step_down_form.html", **more, **again)


@router.post(STEP_DOWN_FORM)
async def propose_step_down(request: Request, service: Here, who: Worker, referral_id: str) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        body = filled(requests.StepDownBody, _step_down_of(typed))
        return await carrying_out.propose_step_down(request, service, who, referral_id, body, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await _step_down_page(request, service, who, referral_id, **again)

    return await send_on(request, sent, shown, lambda receipt: f"/screening/step-downs/{receipt['step_down_id']}")


def _step_down_of(typed: Typed) -> Mapping[str, Any]:
    words = ("reason", "needs", "strengths", "focus", "risks", "agreement_evidence", "changed_since_red")
    return {
        **{name: text(typed, name) for name in (*words, "recipient_org", "recipient_name")},
        "goals": _goals(typed),
        "triggers": lines(typed, "triggers"),
        "consent": consent_of(typed),
        "joint_visit_date": day(typed, "joint_visit_date"),
        **tested_of(typed),
    }


def _goals(typed: Typed) -> list[Mapping[str, str]]:
    """Each line is what will be different and, after a colon, how anybody will see it."""
    split = [line.partition(":") for line in lines(typed, "goals")]
    return [{"change": change.strip() or seen.strip(), "seen_by": seen.strip()} for change, _, seen in split]


@router.get(ONE)
async def one_step_down(request: Request, service: Here, who: Both, step_down_id: str) -> HTMLResponse:
    return await _pack_page(request, service, who, step_down_id)


async def _pack_page(request: Request, service: Service, who: Actor, step_down_id: str, **again: Any) -> HTMLResponse:
    view = await step_down_view(service, who, step_down_id)
    return PAGES.render(
        request,
        "step_down.html",
        status=again.pop("status", HTTPStatus.OK),
        view=view,
        early_help=own_org(who) is not None,
        alerts=[ALERT] if view.careful else [],
        agrees=who.role in SECOND_MANAGERS,
        withdraws=who.role in CASE_WORKERS,
        **again,
    )


async def _answer(
    request: Request,
    service: Service,
    who: Actor,
    step_down_id: str,
    body: type[carrying_out.AnswerBody],
    fields: Callable[[Typed], Mapping[str, Any]],
) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        asked = filled(body, {**fields(typed), "expected_version": expected_version(typed)})
        return await carrying_out.answer_step_down(request, service, who, step_down_id, asked, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await _pack_page(request, service, who, step_down_id, **again)

    return await send_on(request, sent, shown, lambda _: f"/screening/step-downs/{step_down_id}")


@router.post(ONE + "/agree")
async def agree(request: Request, service: Here, who: Worker, step_down_id: str) -> Response:
    return await _answer(
        request, service, who, step_down_id, requests.AgreeBody, lambda typed: {"rationale": text(typed, "rationale")}
    )


@router.post(ONE + "/accept")
async def accept(request: Request, service: Here, who: EarlyHelp, step_down_id: str) -> Response:
    return await _answer(
        request,
        service,
        who,
        step_down_id,
        requests.AcceptBody,
        lambda typed: {"lead_practitioner": text(typed, "lead_practitioner")},
    )


@router.post(ONE + "/decline")
async def decline(request: Request, service: Here, who: EarlyHelp, step_down_id: str) -> Response:
    return await _answer(
        request, service, who, step_down_id, requests.DeclineBody, lambda typed: {"reason": text(typed, "reason")}
    )


@router.post(ONE + "/withdraw")
async def withdraw(request: Request, service: Here, who: Worker, step_down_id: str) -> Response:
    return await _answer(
        request, service, who, step_down_id, requests.WithdrawBody, lambda typed: {"reason": text(typed, "reason")}
    )


@router.post(ONE + "/family-contact")
async def record_family_contacted(request: Request, service: Here, who: Both, step_down_id: str) -> Response:
    return await _answer(
        request,
        service,
        who,
        step_down_id,
        requests.FamilyContactedBody,
        lambda typed: {
            "contacted_at": instant(typed, "contacted_at"),
            "joint_visit_made": text(typed, "joint_visit_made"),
        },
    )


@router.get(BEGIN)
async def begin_form(request: Request, service: Here, who: FrontDoor, contact_id: str, child_id: str) -> HTMLResponse:
    return await show(request, service, who, contact_id, "open_early_help.html", child_id)


@router.post(BEGIN)
async def begin(request: Request, service: Here, who: FrontDoor, contact_id: str, child_id: str) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        said = {name: text(typed, name) for name in ("recipient_org", "recipient_name")}
        body = filled(requests.OpenEpisodeBody, said)
        return await carrying_out.open_episode(request, service, who, contact_id, child_id, body, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await show(request, service, who, contact_id, "open_early_help.html", child_id, **again)

    return await send_on(request, sent, shown, lambda _: "/screening/early-help")


@router.get(END)
async def end_form(request: Request, service: Here, who: EarlyHelp, episode_id: str) -> HTMLResponse:
    return await episode_page(request, service, who, episode_id, "close_early_help.html")


@router.post(END)
async def end(request: Request, service: Here, who: EarlyHelp, episode_id: str) -> Response:
    async def sent(typed: Typed, key: str | None) -> Json:
        body = requests.CloseEpisodeBody(reason=text(typed, "reason"))
        return await carrying_out.close_episode(request, service, who, episode_id, body, key)

    async def shown(**again: Any) -> HTMLResponse:
        return await episode_page(request, service, who, episode_id, "close_early_help.html", **again)

    return await send_on(request, sent, shown, lambda _: "/screening/early-help")
