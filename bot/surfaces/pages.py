"""Pages in a browser: somebody installs the app, and what came of it. They are whole without scripts and pictures."""

from __future__ import annotations

from html import escape

# Nothing is loaded from anywhere, and the address, which holds what opens the installation, is told to nobody.
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 38rem; margin: 10vh auto; padding: 0 1.25rem; }
a.button { display: inline-block; padding: .6rem 1.1rem; border-radius: .4rem; background: #1f3a4d; color: #fff; }
""".strip()
NOTHING = "Nothing was installed."
OPERATOR = "Tell whoever runs Counterclaim."
# Slack's words and Bolt's, in ours.
WHY = {
    "access_denied": "You did not allow it, or the installation was cancelled.",
    "invalid_browser": "This installation was begun in another browser, or in one that keeps no cookies.",
    "invalid_state": "This installation was finished already, or was begun more than ten minutes ago.",
    "missing_code": "Slack sent no permission along.",
    "invalid_code": "Slack did not take the permission: it was used already, or has run out.",
    "code_already_used": "Slack did not take the permission: it was used already.",
    "not_reached": "Slack could not be reached, or did not answer as it should. Try again in a minute.",
    "bad_client_secret": f"Slack does not take SLACK_CLIENT_SECRET. {OPERATOR}",
    "invalid_client_id": f"Slack does not take SLACK_CLIENT_ID. {OPERATOR}",
    "bad_redirect_uri": f"Slack does not know the address that it was to send you back to. {OPERATOR}",
    "other": "Slack did not say why in words that we know.",
}


def install_page(address: str) -> str:
    """Where an installation begins; `address` is Slack's own page that asks for permission."""
    return _page(
        "Install Counterclaim",
        "<p>Counterclaim keeps a verification team’s record in Slack: who said what, where it was reported, and who "
        "says otherwise.</p>",
        "<p>Slack asks you next in which workspace, and what it may do there.</p>",
        _button(address, "Go on to Slack"),
    )


def installed_page(name: str, address: str, *, whole: bool) -> str:
    """It is installed: in a workspace called `name`, or in a `whole` organisation; what to do next."""
    where = f"{'the whole organisation ' if whole else ''}{escape(name)}".strip() or "your workspace"
    return _page(
        "Counterclaim is installed",
        f"<p>It is in <strong>{where}</strong> now. What to do next:</p>",
        "<ol><li>Open Slack.</li><li>In the channel of your verification desk, type "
        "<code>/invite @Counterclaim</code>.</li><li>Type <code>/claim setup</code> there: it asks when the digest "
        "comes, and who leads the desk.</li></ol>",
        _button(address, "Open Slack"),
    )


def not_installed_page(reason: str, again: str) -> str:
    """It is not installed, why, and where to begin again."""
    why = WHY.get(reason, f"Slack said: {reason}.")
    return _page("Counterclaim is not installed", f"<p>{escape(why)} {NOTHING}</p>", _button(again, "Begin again"))


def fault_page(code: str, again: str) -> str:
    """Something broke on our side; `code` is in the log."""
    return _page(
        "That did not work",
        f"<p>Something went wrong here. If it happens again, tell whoever runs Counterclaim this code: "
        f"<code>{escape(code)}</code>.</p>",
        _button(again, "Begin again"),
    )


def no_page(install: str) -> str:
    """Somebody came to an address that is for Slack, or for nobody."""
    return _page(
        "There is no page here",
        "<p>Counterclaim is at work, and talks with Slack at this site. It is used in Slack itself.</p>",
        "<p>To have it in your workspace, begin here:</p>",
        _button(install, "Install Counterclaim"),
    )


def _button(address: str, label: str) -> str:
    return f'<p><a href="{escape(address)}" class="button">{label}</a></p>'


def _page(title: str, *parts: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )
