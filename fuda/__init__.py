"""The work behind the tasks of tasks.py. Plugins never import it; it imports them by the names under which Pelican does."""

import sys
from pathlib import Path

_PLUGINS = str(Path(__file__).parent.parent / "plugins")
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)
