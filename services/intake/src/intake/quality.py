"""The ten yes/no tests of a contact's quality (domain brief §3.1). The system scores first; a screener confirms.

A poor contact is accepted all the same: the score says what to ask back, and guards premature closing.
"""

from collections.abc import Mapping

from intake.facts import Account, ContactType, NamedChild

GOOD_FROM, ADEQUATE_FROM = 8.0, 5.0
ESSENTIAL = ("q1", "q2", "q5", "q6")
NOT_ASKED_OF_POLICE = ("q4", "q8", "q10")
SPECIFIC_WORRY_CHARACTERS = 100
IMPACT_CHARACTERS = 20

IN_WORDS = {
    "q1": "Every child is named with a date of birth",
    "q2": "The household, who has parental responsibility and who lives where",
    "q3": "Each child's ethnicity, and language or disability",
    "q4": "School or GP",
    "q5": "A specific worry: what happened, when, and how it is known",
    "q6": "The impact on each child, their lived experience",
    "q7": "The child's own words or view",
    "q8": "Strengths, and what has been tried",
    "q9": "Whether parents know and agree, with reasons",
    "q10": "The referrer's analysis, view of the level of need, and what they want to happen",
}


def answers_of(account: Account) -> dict[str, bool]:
    """The answer to each test that applies. Police domestic-abuse reports are not asked q4, q8 and q10."""
    answers = {
        "q1": bool(account.children) and all(_is_named(child) for child in account.children),
        "q2": bool(account.adults) and any(adult.pr in ("Y", "N") for adult in account.adults),
        "q3": _identity_of_each_child(account),
        "q4": any(child.school_urn or child.school_name or child.gp for child in account.children),
        "q5": _is_specific(account),
        "q6": len(account.impact_on_child.strip()) >= IMPACT_CHARACTERS,
        "q7": bool(account.consent.child_view) or any(_heard(account)),
        "q8": bool(account.working_well.strip()),
        "q9": "UNKNOWN" not in (account.consent.parents_informed, account.consent.parental_agreement),
        "q10": bool(account.analysis.strip() and account.requested_outcome.strip()),
    }
    if account.contact_type is ContactType.DOMESTIC_ABUSE and account.police is not None:
        return {test: answer for test, answer in answers.items() if test not in NOT_ASKED_OF_POLICE}
    return answers


def _is_named(child: NamedChild) -> bool:
    """An unborn child has no name and no birthday yet: the expected date is all that there is to say."""
    return bool(child.expected_dob or (child.first_name and child.dob))


def _identity_of_each_child(account: Account) -> bool:
    """The ethnicity of each child; language or disability of one. The domain brief's good contact (§6.3) scores 10 of
    10, and says nothing of either for the baby: a family's language is given once."""
    children = account.children
    told = any(child.language or child.disability for child in children)
    return bool(children) and all(child.ethnicity for child in children) and told


def _heard(account: Account) -> list[str]:
    """What children said, to the sender or to the officers who spoke to them."""
    to_officers = account.police.children_spoken_to if account.police else ()
    return [*(child.child_words for child in account.children), *(met.words for met in to_officers)]


def _is_specific(account: Account) -> bool:
    worries = account.told
    dated = account.incident.occurred_at is not None or any(character.isdigit() for character in worries)
    return len(worries) >= SPECIFIC_WORRY_CHARACTERS and dated


def score(tests: Mapping[str, bool]) -> float:
    """Yes answers on a scale of 0 to 10."""
    return round(10 * sum(tests.values()) / len(tests), 1)


def grade(tests: Mapping[str, bool]) -> str:
    """GOOD from 8 with q1, q2, q5 and q6; INADEQUATE below 5 or without a specific worry; ADEQUATE between."""
    points = score(tests)
    if points < ADEQUATE_FROM or not tests["q5"]:
        return "INADEQUATE"
    return "GOOD" if points >= GOOD_FROM and all(tests[test] for test in ESSENTIAL) else "ADEQUATE"
