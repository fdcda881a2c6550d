"""Bytes that came from the network -> card fields; touches nothing."""

from .oembed import oembed_endpoint
from .page import read_oembed, read_page

__all__ = ["oembed_endpoint", "read_oembed", "read_page"]
