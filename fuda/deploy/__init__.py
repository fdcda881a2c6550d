"""The scheduled deploy behind `invoke deploy`: what is due goes live whole or not at all, and each run says in one line what it did.

`stages` is the way of one run; `releases` keeps the built sites and the link to the live one; `targets/` are the places where they go live.
"""

from .outcome import Code, DeployFailed, Outcome
from .stages import Deployment, Options
from .status import Status, read_status

__all__ = ["Code", "DeployFailed", "Deployment", "Options", "Outcome", "Status", "read_status"]
