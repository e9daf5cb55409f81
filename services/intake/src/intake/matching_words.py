"""What the findings of a comparison say to a person."""

FIELDS = {
    "nhs": "NHS number",
    "upn": "UPN",
    "dob": "Date of birth",
    "first_name": "First name",
    "surname": "Surname",
    "names_swapped": "Names in each other's place",
    "home": "Home",
    "adults": "Adults",
    "sex": "Sex",
}
LEVELS = {
    "SAME": "the same",
    "PART": "a part in common",
    "SHORT_FORM": "a short form",
    "ALIKE": "alike, or sounds alike",
    "INITIAL": "the same initial",
    "DIFFERENT": "different",
    "DAY_AND_MONTH_SWAPPED": "day and month swapped",
    "ONE_PART_DIFFERS": "one part differs",
    "BORN_WHEN_EXPECTED": "born about when expected",
    "SAME_POSTCODE": "the same postcode",
    "SHARED": "an adult in common",
    "NONE_SHARED": "no adult in common",
    "YES": "yes",
}
CAUTIONS = {
    "PERHAPS_TWIN": "Perhaps a twin: the same date of birth with another first name",
    "PERHAPS_HALF_SIBLING": "Perhaps a half-brother or half-sister: an adult in common, another surname and birthday",
    "PERHAPS_NEWLY_NAMED": "The surname is another: a new name, or another child",
}
WHY_HOUSEHOLD = {"HOME": "the same home", "ADULT": "an adult in common"}
