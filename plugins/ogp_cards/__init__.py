"""Link cards from `[[ogp:URL]]`. See README.md."""

from .errors import CardError
from .fetch import Fetcher, FetchLimits
from .model import PageFields
from .parse import read_page
from .plugin import register

__all__ = ["CardError", "FetchLimits", "Fetcher", "PageFields", "read_page", "register"]
