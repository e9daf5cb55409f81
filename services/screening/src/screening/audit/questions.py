"""The front-door dip-sample tool (domain brief §3.2): fourteen questions, each Yes, No or Partly with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are answered from the same part of the record."""

    title: str
    questions: Mapping[str, str]


GROUPS = (
    Group(
        "The contact",
        {
            "q1": "Were all children identified?",
            "q2": "Was the rating right, and at the right time?",
            "q5": "Was the referrer contacted again where the contact was thin?",
        },
    ),
    Group(
        "Finding out",
        {
            "q3": "Was direction recorded first, and followed?",
            "q4": "Was the history opened and used, not pasted?",
            "q6": "Were assumptions tested and other agencies asked?",
            "q7": "Are the child's voice and daily life visible?",
            "q8": "Is the consent trio clear and lawful?",
            "q9": "Was cumulative harm considered?",
        },
    ),
    Group(
        "The decision",
        {
            "q10": "Was it the right threshold, for each child?",
            "q11": "Did the manager add something: a challenge, a reason?",
            "q12": "Was it timely?",
            "q13": "Was the referrer told the outcome, and how good the contact was?",
        },
    ),
    Group("Now", {"q14": "Is anything unsafe now?"}),
)

QUESTIONS: Mapping[str, str] = {name: words for group in GROUPS for name, words in group.questions.items()}
UNSAFE_NOW = "q14"
