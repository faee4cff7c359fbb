"""Everything that can be set, typed or run stands in README or docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main
import yaml

import app
from bot.desk import commands, desk_settings
from bot.desk.commands import Unknown, read_claim_command
from bot.desk.filters import WORDS
from bot.errors import Mistake
from bot.settings import HttpSettings, Settings
from bot.surfaces.help import HELP

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
PAGES = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in FILES}
WRITTEN = "\n".join(PAGES.values())


def _known() -> list[str]:
    """The words after `/claim` that do something now."""
    found = []
    for verb in commands._VERBS:
        try:
            later = isinstance(read_claim_command(verb), Unknown)
        except Mistake:  # it wants something after it
            later = False
        if not later:
            found.append(verb)
    return found


@pytest.mark.parametrize("name", Settings.model_fields | HttpSettings.model_fields)
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name.upper()}`" in WRITTEN


@pytest.mark.parametrize("name", desk_settings.NAMES)
def test_every_setting_of_a_desk_has_its_line(name: str) -> None:
    assert len(re.findall(rf"^\| .+ \| `{name}` \| .+ \| .+ \|$", PAGES["docs/settings.md"], re.MULTILINE)) == 1


def test_every_scope_and_event_of_the_manifest_has_its_reason_and_no_other_is_named() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    first_cells = re.findall(r"^\| (`.+?`) \|", PAGES["docs/slack.md"], re.MULTILINE)
    explained = re.findall(r"`([^`]+)`", "".join(first_cells))
    asked = manifest["oauth_config"]["scopes"]["bot"] + manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(explained) == sorted(asked)


@pytest.mark.parametrize("verb", _known())
def test_every_word_after_claim_is_described(verb: str) -> None:
    assert f"/claim {verb}" in PAGES["docs/commands.md"]


@pytest.mark.parametrize("word", [*WORDS, "by", "via"])
def test_every_word_of_a_list_is_described(word: str) -> None:
    described = PAGES["docs/commands.md"]
    assert f"`{word}`" in described or f"`list {word}" in described


@pytest.mark.parametrize("typed", ["/claim", "/dispute"])
def test_every_command_is_described(typed: str) -> None:
    assert f"`{typed}`" in WRITTEN


def test_what_is_not_built_yet_is_not_promised() -> None:
    later = set(commands._VERBS) - set(_known())
    assert not [verb for verb in later if f"/claim {verb}" in WRITTEN]


def test_the_help_in_slack_names_what_the_docs_name() -> None:
    told = " ".join(how for _, how in HELP)
    assert [verb for verb in _known() if verb != "help" and f"/claim {verb}" not in told] == []


def _options() -> list[tuple[str, str]]:
    group = typer.main.get_command(app.commands)
    found = getattr(group, "commands", {})
    assert found, "app.py has several commands"
    return [(name, option) for name, each in found.items() for part in each.params for option in ["", *part.opts]] + [
        (name, "") for name in found
    ]


@pytest.mark.parametrize(("command", "option"), sorted(set(_options())))
def test_every_command_of_app_and_every_option_is_described(command: str, option: str) -> None:
    assert re.search(rf"app\.py {command}\b", WRITTEN)
    assert option in WRITTEN


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (\w+)", WRITTEN, re.MULTILINE))
    assert {"sandbox", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_to_one(page: str) -> None:
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)", PAGES[page])
    assert [link for link in linked if not ((ROOT / page).parent / link).exists()] == []
