"""Ask other people's servers for a page, an image or a JSON text, and never be harmed by what they answer.

    fetcher = Fetcher(FetchLimits(timeout=10))
    answer = fetcher.get("https://example.com/")

Inside, arrows point one way: fetcher -> {wire, answers, robots, lookup, turns} -> {body, retry, limits, deadline}. requests and urllib3
are imported by `fetcher`, `wire` and `answers` only.
"""

from .deadline import Deadline
from .fetcher import Fetcher
from .limits import FetchLimits

__all__ = ["Deadline", "FetchLimits", "Fetcher"]
