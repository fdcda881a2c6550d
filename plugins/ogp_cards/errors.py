"""What can go wrong with a card.

CardError
├── BadLink             what the author wrote is no link that a card can be made of
├── AddressRefused      the URL, or an address behind it, is one that we never ask
├── FetchFailed         no usable answer: timeout, broken connection, too large, refused by the server
│   ├── Offline         there is no network at all: nobody's fault, nothing to remember
│   └── Gone            the server says for good that there is nothing (404, 410) or the host does not exist
├── PageRefused         an answer, but not a page to make a card of (error page, consent wall, robot check …)
├── ImageRefused        bytes that are no image that we decode
├── UnreadableEntry     a file of the store that is no entry, or one for another URL
└── NewerEntry          an entry that a later version wrote

Every one carries one sentence for the author in `str(error)`.
"""

from __future__ import annotations


class CardError(Exception):
    """Base of everything that keeps a card from being made."""


class BadLink(CardError):
    """What stands in `[[ogp:…]]` is no http or https URL with a host, or its overrides cannot be read."""


class AddressRefused(CardError):
    """The URL or an address that it resolves to is outside the rules."""


class FetchFailed(CardError):
    """No usable answer came. `status` is the HTTP status, or 0 when there was none; `retry_after` seconds when the server named them."""

    def __init__(self, message: str, *, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Offline(FetchFailed):
    """No network at all, so this says nothing about the site that was asked."""


class Gone(FetchFailed):
    """Refused for good: 404, 410 or no such host."""


class PageRefused(CardError):
    """The page says nothing that a card could be made of. `reason` is a short stable name, such as "robot-check".

    `oembed` is the endpoint that an empty shell names, which may know what the shell does not say.
    """

    def __init__(self, reason: str, message: str, *, oembed: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.oembed = oembed


class ImageRefused(CardError):
    """The bytes are no image that we take: unknown format, too many pixels, broken."""


class UnreadableEntry(CardError):
    """A file of the store that holds no entry, or one for another URL."""


class NewerEntry(CardError):
    """An entry of a later format, which this version leaves alone."""
