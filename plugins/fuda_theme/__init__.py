"""What the theme `fuda` cannot do in a template. See README.md."""

from .model import Crumb, Link, Series
from .plugin import register
from .site import Site

__all__ = ["Crumb", "Link", "Series", "Site", "register"]
