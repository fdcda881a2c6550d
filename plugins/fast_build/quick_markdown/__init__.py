"""A Python-Markdown extension that only saves time: the HTML is the same to the byte.

Python-Markdown tries each of its patterns on each piece of text and each of its block processors on each block. This looks, by a
plain search, for what a text must hold so that one of them can match, and leaves out those that cannot. What it does not know it
leaves as it is: a pattern is known by its whole regular expression and a processor by its exact class, so that a changed, replaced
or added one always runs. An own pattern or block processor may say so itself, by an attribute `needs`: a tuple of texts one of which
must be there. Texts in which only `**` and code are left to be found are done here in one pass, without the patterns.
"""

from .extension import makeExtension

__all__ = ["makeExtension"]
