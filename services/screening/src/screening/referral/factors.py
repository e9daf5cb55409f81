"""What an assessment found, as the children in need census spells it (domain brief §3.0). 18A and 19A are retired."""

from enum import StrEnum


class AssessmentFactor(StrEnum):
    F1A = "1A"
    F1B = "1B"
    F1C = "1C"
    F2A = "2A"
    F2B = "2B"
    F2C = "2C"
    F3A = "3A"
    F3B = "3B"
    F3C = "3C"
    F4A = "4A"
    F4B = "4B"
    F4C = "4C"
    F5A = "5A"
    F5B = "5B"
    F5C = "5C"
    F6A = "6A"
    F6B = "6B"
    F6C = "6C"
    F7A = "7A"
    F8B = "8B"
    F8C = "8C"
    F8D = "8D"
    F8E = "8E"
    F8F = "8F"
    F9A = "9A"
    F10A = "10A"
    F11A = "11A"
    F12A = "12A"
    F13A = "13A"
    F14A = "14A"
    F15A = "15A"
    F16A = "16A"
    F17A = "17A"
    F18B = "18B"
    F18C = "18C"
    F19B = "19B"
    F19C = "19C"
    F20 = "20"
    F21 = "21"
    F22A = "22A"
    F23A = "23A"
    F24A = "24A"


FACTOR_WORDS = {
    AssessmentFactor.F1A: "Alcohol: the child",
    AssessmentFactor.F1B: "Alcohol: a parent",
    AssessmentFactor.F1C: "Alcohol: somebody else",
    AssessmentFactor.F2A: "Drugs: the child",
    AssessmentFactor.F2B: "Drugs: a parent",
    AssessmentFactor.F2C: "Drugs: somebody else",
    AssessmentFactor.F3A: "Domestic abuse of the child",
    AssessmentFactor.F3B: "Domestic abuse of a parent",
    AssessmentFactor.F3C: "Domestic abuse of somebody else",
    AssessmentFactor.F4A: "Mental health: the child",
    AssessmentFactor.F4B: "Mental health: a parent",
    AssessmentFactor.F4C: "Mental health: somebody else",
    AssessmentFactor.F5A: "Learning disability: the child",
    AssessmentFactor.F5B: "Learning disability: a parent",
    AssessmentFactor.F5C: "Learning disability: somebody else",
    AssessmentFactor.F6A: "Physical disability or illness: the child",
    AssessmentFactor.F6B: "Physical disability or illness: a parent",
    AssessmentFactor.F6C: "Physical disability or illness: somebody else",
    AssessmentFactor.F7A: "Young carer",
    AssessmentFactor.F8B: "Privately fostered: from overseas, to return",
    AssessmentFactor.F8C: "Privately fostered: from overseas, to stay",
    AssessmentFactor.F8D: "Privately fostered: here for education",
    AssessmentFactor.F8E: "Privately fostered: family arrangement",
    AssessmentFactor.F8F: "Privately fostered: another reason",
    AssessmentFactor.F9A: "Unaccompanied asylum-seeking child",
    AssessmentFactor.F10A: "Going missing",
    AssessmentFactor.F11A: "Child sexual exploitation",
    AssessmentFactor.F12A: "Trafficking",
    AssessmentFactor.F13A: "Gangs",
    AssessmentFactor.F14A: "Socially unacceptable behaviour",
    AssessmentFactor.F15A: "Self-harm",
    AssessmentFactor.F16A: "Neglect",
    AssessmentFactor.F17A: "Emotional abuse",
    AssessmentFactor.F18B: "Physical abuse: child on child",
    AssessmentFactor.F18C: "Physical abuse: adult on child",
    AssessmentFactor.F19B: "Sexual abuse: child on child",
    AssessmentFactor.F19C: "Sexual abuse: adult on child",
    AssessmentFactor.F20: "Other",
    AssessmentFactor.F21: "None",
    AssessmentFactor.F22A: "Female genital mutilation",
    AssessmentFactor.F23A: "Abuse linked to faith or belief",
    AssessmentFactor.F24A: "Child criminal exploitation",
}
