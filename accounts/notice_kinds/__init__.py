"""Everything that people here are told of, in words, in one place.

A kind belongs to a topic, which can be stopped, and to what it is about: a record whose
`visible_to` says who may be told. Its words are a whole sentence; `%(…)s` are the authority's own
words, and `%(day)s` the day that was named. The words go on pages only: an e-mail holds none of
them. The operations of the apps above tell (`accounts.operations.notices.tell`).
"""

from accounts.notice_kinds.every import ABOUT, ICONS, KINDS, MANAGERS, own_words, topic_name
from accounts.notice_kinds.kind import Kind

__all__ = ["ABOUT", "ICONS", "KINDS", "MANAGERS", "Kind", "own_words", "topic_name"]
