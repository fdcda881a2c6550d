"""The gate that a site must pass before it is published: `check_site` reads the output folder and says what is wrong with it.

    record = build_recorded(Path("publishconf.py"), ["--output", str(output)])
    report = check_site(output, record)
    print(report)  # or report.as_json()
    sys.exit(report.exit_code)

Files are read into facts (pages, styles, feeds: pure, bytes in), rules turn facts into findings (rules/: pure), a report groups them.
"""

from .command import check
from .findings import Finding, Severity
from .record import BuildRecord, Source, build_recorded
from .report import EXIT_CODE, Report, check_page_count
from .site import check_site

__all__ = [
    "EXIT_CODE",
    "BuildRecord",
    "Finding",
    "Report",
    "Severity",
    "Source",
    "build_recorded",
    "check",
    "check_page_count",
    "check_site",
]
