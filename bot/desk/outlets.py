"""The outlet a link belongs to when nobody names it: the site's name, or the account on a social one."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_SITES = {
    "reuters.com": "Reuters",
    "apnews.com": "AP",
    "afp.com": "AFP",
    "bbc.com": "BBC",
    "bbc.co.uk": "BBC",
    "wionews.com": "WION",
    "cnn.com": "CNN",
    "dw.com": "DW",
    "rferl.org": "RFE/RL",
    "svoboda.org": "Radio Svoboda",
    "theguardian.com": "The Guardian",
    "nytimes.com": "The New York Times",
    "washingtonpost.com": "The Washington Post",
    "aljazeera.com": "Al Jazeera",
    "aljazeera.net": "Al Jazeera",
    "france24.com": "France 24",
    "lemonde.fr": "Le Monde",
    "elpais.com": "El País",
    "spiegel.de": "Der Spiegel",
    "kyivindependent.com": "The Kyiv Independent",
    "ukrinform.net": "Ukrinform",
    "ukrinform.ua": "Ukrinform",
    "suspilne.media": "Suspilne",
    "meduza.io": "Meduza",
    "tass.com": "TASS",
    "tass.ru": "TASS",
    "ria.ru": "RIA Novosti",
    "interfax.ru": "Interfax",
    "interfax.com.ua": "Interfax-Ukraine",
    "xinhuanet.com": "Xinhua",
    "haaretz.com": "Haaretz",
    "nhk.or.jp": "NHK",
}

# Site, its name, and where in the path the account stands.
_ACCOUNT = r"@?(?P<account>[\w.-]+)"
_SOCIAL: dict[str, tuple[str, str]] = {
    "t.me": ("Telegram", rf"(?:s/)?{_ACCOUNT}"),
    "telegram.me": ("Telegram", rf"(?:s/)?{_ACCOUNT}"),
    "x.com": ("X", _ACCOUNT),
    "twitter.com": ("X", _ACCOUNT),
    "facebook.com": ("Facebook", _ACCOUNT),
    "fb.com": ("Facebook", _ACCOUNT),
    "instagram.com": ("Instagram", _ACCOUNT),
    "threads.net": ("Threads", r"@(?P<account>[\w.-]+)"),
    "threads.com": ("Threads", r"@(?P<account>[\w.-]+)"),
    "tiktok.com": ("TikTok", r"@(?P<account>[\w.-]+)"),
    "youtube.com": ("YouTube", r"(?:@|c/|user/)(?P<account>[\w.-]+)"),
    "youtu.be": ("YouTube", r"(?!)"),
    "vk.com": ("VK", _ACCOUNT),
    "vk.ru": ("VK", _ACCOUNT),
    "ok.ru": ("OK", r"(?!)"),
    "bsky.app": ("Bluesky", rf"profile/{_ACCOUNT}"),
    "truthsocial.com": ("Truth Social", r"@(?P<account>[\w.-]+)"),
    "reddit.com": ("Reddit", r"(?P<account>(?:r|u|user)/\w+)"),
    "weibo.com": ("Weibo", r"(?!)"),
    "linkedin.com": ("LinkedIn", rf"(?:in|company)/{_ACCOUNT}"),
}
# First parts of paths that are pages of the site itself, not accounts.
_PAGES = re.compile(
    r"c|s|i|p|iv|joinchat|addstickers|share|reels?|tv|stories|explore|watch|groups|events|search|hashtag|home|intent"
    r"|(?:story|permalink|photo|profile)\.php|photos?|videos?|login|pages|people|media",
    re.IGNORECASE,
)
_VK_PAGE = re.compile(r"(?:wall|video|photo|clip|album|topic|doc)-?\d+(?:_\d+)?")


def outlet_of(link: str) -> str:
    """The name of the outlet: `Reuters`, `Telegram, vvgladkov`, or the host without `www.`.

    `link` is one that `is_link` accepts; of anything else the text comes back as it is.
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removesuffix(".").removeprefix("www.")
    except ValueError:
        return link
    for site in _parents(host):
        if site in _SOCIAL:
            name, pattern = _SOCIAL[site]
            account = _account(pattern, unquote(parts.path))
            return f"{name}, {account}" if account else name
        if site in _SITES:
            return _SITES[site]
    return host or link


def _parents(host: str) -> list[str]:
    """`edition.cnn.com`, `cnn.com`, `com`."""
    labels = host.split(".")[-4:]
    return [".".join(labels[n:]) for n in range(len(labels))]


def _account(pattern: str, path: str) -> str | None:
    found = re.match(rf"/{pattern}(?=/|$)", path)
    if found is None:
        return None
    account = found["account"]
    if _PAGES.fullmatch(account) or _VK_PAGE.fullmatch(account) or len(account) > 60:
        return None
    return account
