"""The rules of the gate: each takes a Site and yields findings. Pure."""

from .canonicals import check_canonicals
from .documents import check_documents
from .leftovers import check_leftovers
from .links import check_links
from .model import Rule, Site
from .sources import check_sources
from .xml import check_xml

RULES: tuple[Rule, ...] = (
    check_sources,
    check_links,
    check_documents,
    check_leftovers,
    check_canonicals,
    check_xml,
)

__all__ = ["RULES", "Rule", "Site"]
