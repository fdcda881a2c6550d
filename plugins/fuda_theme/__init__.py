"""What the theme `fuda` cannot do in a template. See README.md."""

from .model import Crumb, Link, Series, Site
from .plugin import register

__all__ = ["Crumb", "Link", "Series", "Site", "register"]
