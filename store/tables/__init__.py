"""The tables of the record, one class each. Every row carries its workspace; every time is UTC.

Text that people typed has no length limit here: the desk's grammar sets the limits, and says so.
SQLModel reads annotations at run time, so these modules do without `from __future__ import annotations`.
"""

from store.tables.base import Row
from store.tables.claims import Claim, ClaimTag, Dispute, Report, Source, Speaker
from store.tables.findings import Alike, Evidence, Follower, ReplyRequest, UsedIn
from store.tables.history import Event
from store.tables.index import ClaimMeaning, ClaimTerms, IndexSize, TermCount
from store.tables.installing import SlackBot, SlackInstallation, SlackOAuthState
from store.tables.places import Desk, InboundKey, Leaver, Person, Workspace
from store.tables.sending import Due, Lane, Outbox

__all__ = [
    "Alike",
    "Claim",
    "ClaimMeaning",
    "ClaimTag",
    "ClaimTerms",
    "Desk",
    "Dispute",
    "Due",
    "Event",
    "Evidence",
    "Follower",
    "InboundKey",
    "IndexSize",
    "Lane",
    "Leaver",
    "Outbox",
    "Person",
    "ReplyRequest",
    "Report",
    "Row",
    "SlackBot",
    "SlackInstallation",
    "SlackOAuthState",
    "Source",
    "Speaker",
    "TermCount",
    "UsedIn",
    "Workspace",
]
