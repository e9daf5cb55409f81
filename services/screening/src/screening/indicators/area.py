"""How many children live in the authority's area, as it says of itself: without it there is no rate."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Area(BaseSettings):
    """``SCREENING_CHILDREN_IN_AREA=34204``: aged 0 to 17, by the estimate that the authority reports with."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="screening_")

    children_in_area: int | None = Field(default=None, gt=0)
