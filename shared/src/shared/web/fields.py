"""What the field macros of `forms.html` ask for: what was typed, what was refused, the choices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from jinja2 import pass_context
from jinja2.runtime import Context

from shared.decider import Refused
from shared.web.forms import Typed

Choice = Sequence[str]
Item = dict[str, str | dict[str, str]]


def hint_of(hint: str) -> dict[str, str] | None:
    """The hint as the govuk macros want it, or none."""
    return {"text": hint} if hint else None


@pass_context
def asked(context: Context, name: str, question: str) -> str:
    """The field's label; the error summary says with it which question was left without its answer."""
    cast(dict[str, str], context["questions"])[name] = question
    return question


@pass_context
def error_of(context: Context, name: str) -> dict[str, str] | None:
    """The refusal that names this field, to stand next to it."""
    refusal = cast(Refused | None, context["refusal"])
    return {"text": refusal.reason} if refusal and refusal.field == name else None


@pass_context
def kept(context: Context, name: str, known: object) -> str:
    """What was typed into the field, else what is already known."""
    typed = cast(Typed, context["typed"])
    return _first(typed[name]) if name in typed else str(known)


@pass_context
def kept_all(context: Context, name: str, known: Iterable[str]) -> list[str]:
    """Every box that was ticked, else those already known. A form that came back empty has none."""
    typed = cast(Typed, context["typed"])
    if not typed:
        return list(known)
    ticked = typed.get(name, [])
    return [ticked] if isinstance(ticked, str) else ticked


def items_of(choices: Iterable[Choice]) -> list[Item]:
    """(code, words) or (code, words, hint) as the govuk macros want them."""
    return [_item(*choice) for choice in choices]


def _item(value: str, text: str, hint: str = "") -> Item:
    item: Item = {"value": value, "text": text}
    return {**item, "hint": {"text": hint}} if hint else item


def _first(typed: str | list[str]) -> str:
    return typed if isinstance(typed, str) else "".join(typed[:1])


FIELD_FUNCTIONS: Mapping[str, object] = {
    "field_label": asked,
    "field_hint": hint_of,
    "field_error": error_of,
    "field_value": kept,
    "field_values": kept_all,
    "field_items": items_of,
}
