"""The work behind the tasks of tasks.py. Plugins never import it; it imports them by the names under which Pelican does."""

import sys
import time
from pathlib import Path

STARTED = time.monotonic()
"""When this process began to import what is ours, for which an author waits too."""

_PLUGINS = str(Path(__file__).parent.parent / "plugins")
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)
