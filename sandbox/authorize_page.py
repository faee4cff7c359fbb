"""What the page of an authorization says, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from sandbox.registration import Registration
from sandbox.scopes import KNOWN
from sandbox.workspace import Person

# What Slack's own page says, in a sentence.
SENTENCES = {
    "invalid_client_id": "No app has this client_id.",
    "bad_redirect_uri": "This redirect_uri is not one of the app's own: add it to redirect_urls in its manifest.",
    "invalid_scope": "It asks for a permission that does not exist.",
    "no_scopes": "It asks for no permission at all.",
    "invalid_team": "There is no such workspace.",
    "not_allowed_to_install": "You cannot install apps there. Ask an admin.",
}


@dataclass(frozen=True)
class Place:
    """A workspace or an organisation that an app can be installed in."""

    id: str
    name: str


def asking(
    registration: Registration,
    scopes: Iterable[str],
    places: list[Place],
    people: list[Person],
    back: str,
    query: Mapping[str, str],
) -> web.Response:
    """Return the page that asks."""
    name = escape(registration.name)
    where = _choice("place", "Workspace", [(each.id, each.name) for each in places], places[0].id)
    who = _choice("as", "You are", [(each.id, f"{each.real_name}, {each.role}") for each in people], _lead(people))
    wishes = "".join(f'<li data-scope="{escape(each)}">{escape(KNOWN[each])}</li>' for each in sorted(scopes))
    site = urlsplit(back)
    body = f"""
<h1>{name} is requesting permission to access a workspace</h1>
<form method="post" action="?{escape(urlencode(query))}">
  <div class="choices">{where}{who}</div>
  <h2 id="wishes">What will {name} be able to do?</h2>
  <ul aria-labelledby="wishes" data-testid="scopes">{wishes}</ul>
  <p class="note">Afterwards you are sent to {escape(site.netloc)}.</p>
  <div class="answers">
    <button name="answer" value="cancel" data-testid="cancel">Cancel</button>
    <button name="answer" value="allow" class="primary" data-testid="allow">Allow</button>
  </div>
</form>"""
    # A form's answer leads to the app's own site; nothing else leaves this page.
    return page(f"{name} asks for access", body, form_action=f"'self' {site.scheme}://{site.netloc}")


def refused(registration: Registration, error: str) -> web.Response:
    """Return the page that says why nothing can be allowed."""
    body = f"""
<h1>Something went wrong when authorizing {escape(registration.name)}</h1>
<p data-testid="error">{escape(SENTENCES.get(error, "That did not work."))} <code>{escape(error)}</code></p>
<p class="note"><a href="/">Back to the workspace</a></p>"""
    return page("Not authorized", body, status=400)


def page(title: str, body: str, *, form_action: str = "'self'", status: int = 200) -> web.Response:
    """Return a page that is not the workspace: a card in its middle, without a script."""
    text = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/theme.css">
<link rel="stylesheet" href="/apps.css">
</head>
<body class="apps"><main>{body}</main></body>
</html>"""
    policy = (
        f"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action {form_action}"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", status=status, headers=headers)


def _choice(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> str:
    rows = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    )
    return f'<label>{label} <select name="{name}" data-testid="{name}">{rows}</select></label>'


def _lead(people: list[Person]) -> str:
    return next((each.id for each in people if each.is_admin), people[0].id)
