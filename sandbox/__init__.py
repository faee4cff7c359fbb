"""A local Slack workspace that speaks Slack's protocol and nothing else.

`SandboxServer` (server.py) listens on loopback and is two things at once. To a bot it is Slack: the Web API
(webapi/), Socket Mode (socket.py), response addresses (responses.py) and events (events.py); it grants what the bot's
manifest asks for and refuses what Slack refuses. To people it is a place to work in: an `Actor` (acting.py) types,
posts files, presses, fills in and opens the Home tab as one of the four of people.py, for tests, for a played case and
for the page in the browser.

    server = SandboxServer(SandboxClock(wall), manifest)
    await server.start()                     # SLACK_API_URL is server.api_url
    rita = server.actor("reporter")
    outcome = await rita.type("#verification", "/claim Kyiv: we had no part in it https://a.example")
    (card,) = await rita.messages("#verification")
    await server.actor("checker").press(card, "take")

A bot with many workspaces is installed by OAuth and sent signed requests, as its manifest's addresses say:

    server = SandboxServer(clock, http_manifest, workspaces=2, installed=False)
    await server.start()                     # the bot's client id and secrets are server.registration's
    ...                                      # "Add to Slack" leads to server.authorize_url, and back to the bot
    await server.actor("reporter", "T0SANDBOX2").type("#verification", "/claim")
    server.installations.uninstall("T0SANDBOX2")

Which address the bot listens on may be known only later: `server.use_manifest`. With `organisation=True` the workspaces
are those of an Enterprise Grid organisation, E0SANDBOX1, which can install it as a whole.

What the bot did and was refused stands in `server.record`; what goes wrong is switched on in `server.faults`. Nothing
is kept: when the server stops, the workspace is gone.
"""
