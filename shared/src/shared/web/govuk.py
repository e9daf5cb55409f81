"""The macros of govuk-frontend-jinja as functions that any template may call by name: `govukButton({...})`.

They live in an environment of their own, because they read what nobody gave them, and ours must never.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

PACKAGE = "govuk_frontend_jinja"

# Those whose styles are in sass/frontdoor.scss.
COMPONENTS = (
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)


def govuk_macros() -> Mapping[str, Callable[..., Markup]]:
    """Each macro by its own name, `govukBackLink` to `govukWarningText`, compiled when it is first called."""
    return {_name(component): partial(_call, component) for component in COMPONENTS}


def _name(component: str) -> str:
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


def _call(component: str, params: Mapping[str, object], **caller: object) -> Markup:
    return _macro(component)(params, **caller)


@cache
def _macro(component: str) -> Callable[..., Markup]:
    template = _environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    return getattr(template.module, _name(component))


@cache
def _environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
