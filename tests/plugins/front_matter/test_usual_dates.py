"""A date in the usual form becomes what Pelican makes of it."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

from front_matter import FrontMatterReader
from front_matter.dates import usual_form

FORMS = st.sampled_from(
    ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d_%H:%M", " %Y-%m-%d ", "%Y-%m-%d  %H:%M", "%d.%m.%Y"]
)
TIMES = st.datetimes(min_value=datetime(1, 1, 1)).map(lambda when: when.replace(microsecond=0))


def reader(**settings: Any) -> FrontMatterReader:
    return FrontMatterReader({**deepcopy(DEFAULT_CONFIG), **settings})


def as_shown(metadata: dict[str, Any]) -> dict[str, str]:
    return {key: f"{type(value)} {value!r}" for key, value in metadata.items()}


@given(when=TIMES, form=FORMS)
def test_any_time(when: datetime, form: str) -> None:
    text = when.strftime(form).replace(f"{when.year}", f"{when.year:04}", 1)
    values = {"title": "a", "date": text, "modified": text}
    plain = reader()
    assert as_shown(plain._metadata_of(values, "a.md")) == as_shown(plain._parse_yaml_metadata(values, "a.md"))


@pytest.mark.parametrize(
    "text", ["2025-01-31", "2025-01-31 09:00", "2025-01-31T09:00:30", "2025-01-31_09:00", " 2025-01-31 "]
)
def test_the_usual_forms(text: str) -> None:
    assert usual_form(text)


@pytest.mark.parametrize(
    "text", ["2025-1-31", "2025-01-31 09:00+09:00", "2025-01-31  09:00", "20250131", "2025-01-31 9:00", "2025-01"]
)
def test_other_forms(text: str) -> None:
    assert usual_form(text) is None


def test_a_date_that_is_to_be_converted_is_left_alone() -> None:
    with pytest.raises(ValueError, match="<p>2025-01-31</p>"):
        reader(FORMATTED_FIELDS=["date"])._metadata_of({"date": "2025-01-31"}, "a.md")
