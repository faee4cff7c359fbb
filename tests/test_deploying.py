"""What the bot is deployed with names only what there is: settings, commands, files."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path

import typer.main
import yaml

import app
from bot.settings import HttpSettings, Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))
UNIT = ROOT / "docs" / "counterclaim.service"
SETTINGS = {name.upper() for name in Settings.model_fields | HttpSettings.model_fields}
NOT_OURS = {"PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MPLCONFIGDIR", "POSTGRES_PASSWORD"}


def commands() -> set[str]:
    return set(getattr(typer.main.get_command(app.commands), "commands", {}))


def unit() -> dict[str, list[str]]:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(UNIT, "utf-8")
    lines = [line.partition("=") for line in UNIT.read_text("utf-8").splitlines() if "=" in line and line[0] != "#"]
    return {name: [value for key, _, value in lines if key == name] for name in read["Service"]}


def test_every_variable_that_is_set_is_a_setting() -> None:
    in_image = set(re.findall(r"^(?:ENV )?\s*([A-Z_]+)=", DOCKERFILE, re.MULTILINE))
    in_unit = {line.partition("=")[0] for line in unit()["Environment"]}
    assert {"DATABASE_URL", "COUNTERCLAIM_METRICS_PORT"} <= in_image
    assert "DATABASE_URL" in in_unit
    assert (in_image | in_unit | set(COMPOSE["services"]["bot"]["environment"])) - NOT_OURS <= SETTINGS


def test_the_image_has_all_that_is_imported_and_runs_as_nobody_special() -> None:
    copied = set(re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE))
    names = {name for line in copied for name in line.split()}
    assert {name for name in names if not (ROOT / name).exists()} == set()
    assert {"app.py", "manifest.yml", "locks/run.txt"} <= names
    imported = set(
        re.findall(
            r"^(?:from|import) (bot|handlers|sandbox|store)\b", (ROOT / "app.py").read_text("utf-8"), re.MULTILINE
        )
    )
    assert imported == {"bot", "handlers", "sandbox", "store"} <= names
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert let_in == names
    assert re.search(r"^USER counterclaim$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE


def test_it_is_started_so_that_it_hears_sigterm() -> None:
    (entry,) = re.findall(r"^ENTRYPOINT (.+)$", DOCKERFILE, re.MULTILINE)
    (command,) = re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)
    assert json.loads(entry) == ["python", "/srv/counterclaim/app.py"]
    assert set(json.loads(command)) <= commands()
    (start,) = unit()["ExecStart"]
    assert start.split()[-1] in commands()


def test_compose_waits_for_the_database_and_names_no_secret() -> None:
    bot, database = COMPOSE["services"]["bot"], COMPOSE["services"]["database"]
    assert bot["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in database["healthcheck"]["test"]
    assert database["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert all(port.startswith("127.0.0.1:") for port in bot["ports"])


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        assert unit()["Type"] == ["exec"]
        return
    there = tmp_path / "counterclaim.service"
    python = "/opt/counterclaim/.venv/bin/python"
    there.write_text(UNIT.read_text("utf-8").replace(python, shutil.which("true") or "/bin/true"), "utf-8")
    said = subprocess.run([analyze, "verify", "--man=no", str(there)], capture_output=True, text=True, check=False)  # noqa: S603
    assert [line for line in said.stderr.splitlines() if "counterclaim.service" in line] == []
