"""Forms that were sent in, and the claim picker in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import disputing, filing, lifecycle, lookups
from bot.desk.dating import read_dated
from bot.desk.forms import Fields, read_fields
from bot.desk.grammar import Line
from bot.desk.references import show
from bot.desk.replies import keep_as_dispute
from bot.desk.request import Request
from bot.desk.turns import Stepped
from bot.errors import Mistake, NotUnderstood, nothing_changed
from bot.surfaces import answers, controls, forms, likeness
from bot.surfaces.forms import Origin
from bot.surfaces.names import OPTION_VALUE, TOO_LONG
from handlers.listening import Body, Followed, Listening
from handlers.requests import origin_of
from store import Session
from store.workspaces import known_id

PICKED_AT_MOST = 30


def register(listening: Listening) -> None:
    """Answer every form but the settings."""
    sent = Sent(listening)
    listening.filing(controls.FILE_FORM, sent.file)
    listening.view(controls.EDIT_FORM, sent.edit)
    listening.view(controls.DISPUTE_FORM, sent.dispute)
    listening.view(controls.EDIT_DISPUTE_FORM, sent.edit_dispute)
    listening.view(controls.DISCARD_FORM, sent.discard)
    for name in (controls.PICK_CLAIMS, controls.PICK_CLAIM):
        listening.options(name, sent.pick_claims)


@dataclass(frozen=True)
class Sent:
    """What each form does when it is sent in."""

    listening: Listening

    async def file(self, request: Request, body: Body, client: AsyncWebClient) -> View | Followed:
        """File a claim, and show what it looks the same as; what is found too late for that follows in the form."""
        values, record, origin = values_of(body), self.listening.record, origin_of(body)

        def work(session: Session) -> filing.Filed:
            return filing.file_claim(session, request, _line(session, request, values))

        filed = await record.write(work)
        matches, later = await self.listening.beside(request, filed, client)
        view = forms.result("File a claim", answers.filed(filed, matches), origin)
        if later is None:
            return view

        async def rest() -> View | None:
            more = await later()
            unseen = likeness.unseen(matches, more)
            return forms.result("File a claim", answers.filed(filed, more), origin) if unseen else None

        return Followed(view, rest)

    async def edit(self, request: Request, body: Body) -> View:
        """Correct a claim."""
        values, origin = values_of(body), origin_of(body)

        def work(session: Session) -> Any:
            line = _corrected(session, request, values, origin)
            return filing.edit_claim(
                session,
                request,
                origin.number or 0,
                line,
                revision=origin.revision or 0,
                why=_why(values),
                shown=origin.reports,
            )

        try:
            dossier = await self.listening.record.write(work)
        except Mistake as mistake:
            if mistake.field == "why" and "why" not in values:  # it was disputed while the form was open
                mistake.remedy = "Copy what you typed, close this form and open Edit again: it will ask why."
            raise
        return forms.result(f"Edit {show(dossier.claim.number)}", answers.edited(dossier))

    async def dispute(self, request: Request, body: Body) -> View:
        """File a dispute against the claims that were picked."""
        values, origin = values_of(body), origin_of(body)
        picked = [int(option["value"]) for option in values["claims"].get("selected_options") or []]

        def work(session: Session) -> disputing.Disputed:
            line = _line(session, request, values)
            filed = disputing.dispute_claims(session, request, picked, line, kind=chosen(values, "kind"))
            if origin.reply is not None:
                of = [each.claim.id or 0 for each in filed.dossiers]
                keep_as_dispute(session, request, origin.reply, dict(zip(of, filed.disputes, strict=True)))
            return filed

        return forms.result("Dispute a claim", answers.disputed(await self.listening.record.write(work)), origin)

    async def edit_dispute(self, request: Request, body: Body) -> View:
        """Correct a dispute."""
        values, origin = values_of(body), origin_of(body)

        def work(session: Session) -> Any:
            line = _corrected(session, request, values, origin)
            return disputing.edit_dispute(
                session,
                request,
                origin.dispute or 0,
                line,
                kind=chosen(values, "kind"),
                revision=origin.revision or 0,
                why=_why(values),
                shown=origin.reports,
            )

        dossier = await self.listening.record.write(work)
        message = answers.plain_sentence(f"The dispute of {show(dossier.claim.number)} is changed.")
        return forms.result("Edit a dispute", message)

    async def discard(self, request: Request, body: Body) -> View:
        """Set a claim aside."""
        values, number = values_of(body), origin_of(body).number or 0
        await self.listening.record.write(
            lambda session: lifecycle.discard(session, request, number, _why(values) or "")
        )
        return forms.result(f"Discard {show(number)}", answers.plain_sentence(f"{show(number)} is discarded."))

    async def pick_claims(self, request: Request, typed: str) -> list[Option]:
        """The claims that hold what was typed."""
        found = await self.listening.record.read(
            lambda session: lookups.pick_claims(session, request, typed, limit=PICKED_AT_MOST)
        )
        return [forms.claim_option(dossier) for dossier in found]


Values = Mapping[str, dict[str, Any]]


def values_of(body: Body) -> Values:
    """What was left in each field: a block holds one element."""
    state: dict[str, dict[str, dict[str, Any]]] = body["view"]["state"]["values"]
    return {block: next(iter(elements.values())) for block, elements in state.items()}


def _line(session: Session, request: Request, values: Values, *, reported: bool = False) -> Line:
    workspace_id = known_id(session, request.team, request.enterprise)
    typed = {name: typed_in(values, name) for name in Fields.__dataclass_fields__}
    typed |= {"speaker": _speaker(values), "reports": typed_in(values, "source"), "basis": chosen(values, "basis")}
    fields = Fields(**typed | {"known_to": " ".join(values["known_to"].get("selected_users") or ())})

    def read(zone: ZoneInfo) -> Line:
        return read_fields(fields, now=request.now, zone=zone, reported=reported)

    return read_dated(session, workspace_id, request, read)


def _corrected(session: Session, request: Request, values: Values, opened: Origin) -> Line:
    """The line that a correction makes of what is on file, which stays as it is if it cannot be read."""
    with nothing_changed():
        return _line(session, request, values, reported=bool(opened.unshown))


def _speaker(values: Values) -> str:
    """Who was named: chosen or entered in the menu, or typed where the name was too long for one.

    Raises NotUnderstood for the option that only says that a name does not fit.
    """
    name = chosen(values, "speaker") or typed_in(values, "speaker")
    if name != TOO_LONG:
        return name
    raise NotUnderstood(
        f"The name is too long for this menu; {OPTION_VALUE} characters fit.",
        remedy="Shorten it, for example: Russian Defence Ministry",
        field="speaker",
    )


def typed_in(values: Values, name: str) -> str:
    """What was typed into a field; empty where there is none."""
    return values.get(name, {}).get("value") or ""


def picked(body: Body, name: str) -> int | None:
    """The number of the claim that was picked in a form."""
    option = values_of(body)[name].get("selected_option")
    return int(option["value"]) if option else None


def done_view(done: Stepped, said: str) -> View:
    """What a form did, in its place; `{}` in it is the claim's reference."""
    name = show(done.dossier.claim.number)
    return forms.result(name, answers.stepped(done, said.format(name)))


def _why(values: Values) -> str | None:
    return " ".join(typed_in(values, "why").split()) or None


def chosen(values: Values, name: str) -> str:
    """What was chosen in a menu or a row of buttons; empty for nothing."""
    return str((values[name].get("selected_option") or {}).get("value") or "")
