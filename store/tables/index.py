"""The index of claims: folded words, how rare they are, and what statements mean."""

from sqlalchemy import JSON, Index, String
from sqlmodel import Field

from store.tables.base import Row

# Text that a range finds by its beginning: PostgreSQL orders by the language's rules unless told otherwise.
BY_CODE_POINT = String().with_variant(String(collation="C"), "postgresql")


class ClaimTerms(Row, table=True):
    """A claim's words, folded, as the full-text index holds them: what is not in here cannot be taken out of there."""

    __tablename__ = "claim_terms"
    __table_args__ = (Index("ix_claim_terms_fingerprint", "workspace_id", "fingerprint"),)

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_column_kwargs={"autoincrement": False})
    workspace_id: int = Field(foreign_key="workspace.id")
    folding: int  # which rules of folding: a claim folded by older ones is indexed again at the next start
    fingerprint: str  # of the statement: two that share it are exact twins
    said: str  # the statement's terms, in its order, a space between
    beside: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # the same of what else is searched, by field
    length: int  # terms in the statement


class TermCount(Row, table=True):
    """In how many of a workspace's claims a term stands: in the statement, and anywhere.

    Never across workspaces: how rare a word is would tell what other teams write about.
    """

    __tablename__ = "term_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    term: str = Field(primary_key=True, sa_type=BY_CODE_POINT)
    said: int = 0
    anywhere: int = 0


class IndexSize(Row, table=True):
    """How many of a workspace's claims are indexed, and how many terms their statements have together."""

    __tablename__ = "index_size"

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_column_kwargs={"autoincrement": False})
    claims: int = 0
    length: int = 0


class ClaimMeaning(Row, table=True):
    """A claim's statement as a vector, where the `[semantic]` extra is installed."""

    __tablename__ = "claim_meaning"
    __table_args__ = (Index("ix_claim_meaning_workspace", "workspace_id", "claim_id"),)

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_column_kwargs={"autoincrement": False})
    workspace_id: int = Field(foreign_key="workspace.id")
    encoder: str  # which encoder made it: a vector of another is made again
    vector: bytes
