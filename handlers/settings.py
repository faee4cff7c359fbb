"""Setting a desk up: the form, and what it saves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.learning import ask_person
from bot.desk import desks, setup
from bot.desk.request import Request
from bot.errors import NotUnderstood
from bot.surfaces import answers, controls, forms, setup_form
from handlers.listening import Body, Later, Listening, Reply
from store import Session
from store.workspaces import lock_workspace


def register(listening: Listening) -> None:
    """Answer the button that makes a channel a desk, the form behind it, and its menu of zones."""

    async def make_desk(request: Request, body: Body, client: AsyncWebClient) -> Reply:
        channel = body["actions"][0]["value"] or request.channel
        return set_up_form(listening, replace(request, channel=channel), client)

    async def save(request: Request, body: Body) -> View:
        settings = _settings(body["view"]["state"]["values"])
        origin = forms.Origin.unpacked(body["view"]["private_metadata"])
        prospect = await listening.record.write(
            lambda session: setup.set_up(session, request, settings, revision=origin.revision or 0)
        )
        return forms.result("Set up this desk", answers.set_up(prospect), origin)

    async def zones(request: Request, typed: str) -> list[Option]:
        return setup_form.zone_options(typed, request.now)

    listening.action(controls.MAKE_DESK, make_desk)
    listening.view(controls.SETUP_FORM, save)
    listening.options(controls.PICK_ZONE, zones)


def set_up_form(listening: Listening, request: Request, client: AsyncWebClient) -> Later:
    """The settings form; Slack is asked who is asking while it opens."""

    async def fill() -> View:
        standing = await ask_person(client, request.person)

        def learn(session: Session) -> tuple[setup.Settings, int]:
            workspace = lock_workspace(session, request.team, request.enterprise)
            desks.learn_person(
                session,
                workspace,
                request.person,
                zone=standing.zone,
                guest=standing.guest,
                admin=standing.admin,
                now=request.now,
            )
            return setup.settings_here(session, request)

        settings, revision = await listening.record.write(learn)
        origin = forms.Origin(channel=request.channel, kind=request.kind, revision=revision)
        return setup_form.setup_form(origin, settings, request.now)

    return Later(setup_form.opening(), fill)


def _settings(values: dict[str, dict[str, dict[str, Any]]]) -> setup.Settings:
    time = values["digest_time"]["digest_time"].get("selected_time") or ""
    hour, _, minute = time.partition(":")
    if not (hour.isdigit() and minute.isdigit()):
        raise NotUnderstood("When does it come?", remedy="For example 09:00.", unchanged="", field="digest_time")
    zone = values["zone"][controls.PICK_ZONE].get("selected_option") or {"value": ""}
    days = values["digest_days"]["digest_days"].get("selected_options") or []
    channel = values.get("digest_channel", {}).get("digest_channel", {}).get("selected_conversation")
    patience = values["patience"]["patience"].get("selected_option") or {"value": "0"}
    return setup.Settings(
        zone=zone["value"],
        digest_minute=int(hour) * 60 + int(minute),
        digest_days=sum(1 << int(day["value"]) for day in days),
        digest_channel=channel,
        patience=int(patience["value"]),
        second_reader=bool(values.get("second_reader", {}).get("second_reader", {}).get("selected_options")),
    )
