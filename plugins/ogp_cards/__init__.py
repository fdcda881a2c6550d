"""Link cards from `[[ogp:URL]]`. See README.md."""

from .parse import oembed_endpoint, read_oembed, read_page

__all__ = ["oembed_endpoint", "read_oembed", "read_page"]
