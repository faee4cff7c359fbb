"""How the app gets its tokens, and gives them back.

Source: docs.slack.dev/reference/methods/oauth.v2.access, auth.revoke and apps.uninstall
"""

from __future__ import annotations

from sandbox.errors import Refused
from sandbox.installations import TOKEN_LIFETIME, Installation
from sandbox.webapi.registry import Call, Method
from sandbox.webapi.requests import truth
from sandbox.workspace import Json


def access(call: Call) -> Json:
    """Exchange a code, or a refresh token, for a token."""
    _check_client(call)
    kind = call.arguments.get("grant_type") or "authorization_code"
    if kind == "refresh_token":
        return _body(call, call.office.installations.refresh(call.text("refresh_token", "invalid_refresh_token")))
    if kind != "authorization_code":
        raise Refused("invalid_grant_type")
    code = call.text("code", "invalid_code")
    installation, person = call.office.installations.exchange(code, call.arguments.get("redirect_uri") or None)
    return _body(call, installation) | {"authed_user": {"id": person}}


def revoke(call: Call) -> Json:
    """End the token that this is called with; `test` only says that it could be."""
    if truth(call.arguments.get("test")):
        return {"revoked": False}
    call.office.installations.revoke(call.token)
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """Take the app out of the workspace or the organisation of the token."""
    _check_client(call)
    if call.token.place is not None:
        call.office.installations.uninstall(call.token.place)
    return {}


def _check_client(call: Call) -> None:
    registration = call.office.installations.registration
    if call.arguments.get("client_id") != registration.client_id:
        raise Refused("invalid_client_id")
    if call.arguments.get("client_secret") != registration.client_secret:
        raise Refused("bad_client_secret")


def _body(call: Call, installation: Installation) -> Json:
    installations = call.office.installations
    token = installation.tokens[-1]
    place = installations.described(installation.place)
    body: Json = {
        "app_id": installations.registration.app_id,
        "scope": ",".join(sorted(installations.scopes_of(token))),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": place["bot_user_id"],
        "team": place["team"],
        "enterprise": place["enterprise"],
        "is_enterprise_install": place["team"] is None,
    }
    if installation.refresh is not None:
        body |= {"refresh_token": installation.refresh, "expires_in": int(TOKEN_LIFETIME.total_seconds())}
    return body


METHODS = {
    "oauth.v2.access": Method(access, token="none"),  # noqa: S106
    "auth.revoke": Method(revoke),
    "apps.uninstall": Method(uninstall),
}
