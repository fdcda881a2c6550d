"""Images that are small to send and long to decode, told from their bytes before a decoder sees them. Pure.

Only the first frame of an animation is ever decoded, so frames need no limit; what a decoder reads again and again does: the scans of a
JPEG, each of which goes over the whole image, the segments before them, and the colour profiles of a PNG, each of which is inflated.
"""

from __future__ import annotations

import re

from ..errors import ImageRefused

MAX_SCANS = 50
"""Progressive JPEGs have about ten."""
MAX_SEGMENTS = 2000
MAX_PROFILES = 8
_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")  # not the zero of image data, nor those without a segment
_SCAN, _END = b"\xda", b"\xd9"


def refuse_bombs(data: bytes) -> None:
    """ImageRefused for a JPEG of more than 50 scans or 2,000 segments and a PNG of more than 8 colour profiles."""
    if data.startswith(_JPEG):
        _check_segments(data)
    if data.startswith(_PNG) and data.count(b"iCCP") > MAX_PROFILES:
        raise ImageRefused(f"the image has more than {MAX_PROFILES} colour profiles")


def _check_segments(data: bytes) -> None:
    """Walk as a decoder does, which looks for the next marker wherever a segment or a scan ends (ITU-T T.81, B.1.1)."""
    scans, place = 0, len(_JPEG)
    for _ in range(MAX_SEGMENTS):
        marker = _MARKER.search(data, place)
        if marker is None or marker[1] == _END:
            return
        scans += marker[1] == _SCAN
        if scans > MAX_SCANS:
            raise ImageRefused(f"the image has more than {MAX_SCANS} scans")
        place = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    raise ImageRefused(f"the image has more than {MAX_SEGMENTS} segments")
