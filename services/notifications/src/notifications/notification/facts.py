"""What every event of a notification says of it: codes and references, none of its words."""

from dataclasses import dataclass

from notifications.codes import Profile, RecipientRole


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``recipient_org`` is known once a registered recipient was found; an alert starts with the school's URN.
    ``child_ids`` are all whom it is about, ``child_id`` the child where it is about one alone; what was asked for
    before the former were kept has neither where it is about several. ``contact_channel`` is how the contact came that
    a receipt acknowledges. ``asked_agency`` is the kind of agency (HEALTH, EDUCATION) that information is asked of.
    """

    notification_id: str
    profile: Profile
    recipient_role: RecipientRole
    recipient_urn: str | None = None
    recipient_org: str | None = None
    recipient_id: str | None = None
    recipient_name: str | None = None
    child_id: str | None = None
    contact_id: str
    cause_event: str
    contact_channel: str | None = None
    child_ids: tuple[str, ...] = ()
    asked_agency: str | None = None

    @property
    def whom(self) -> tuple[str, ...]:
        """Every child whom it is about."""
        return self.child_ids or ((self.child_id,) if self.child_id else ())
