"""Steps of a play: people press a card's buttons, fill in the forms behind them, and type what is typed.

The sandbox knows the bot by what it shows: the labels and field names below are all that it knows of these forms.
"""

from __future__ import annotations

from sandbox import forms
from sandbox.acting import Actor
from sandbox.case import (
    Claim,
    Decide,
    Dispute,
    Evidence,
    Join,
    Merge,
    Propose,
    Reopen,
    Sign,
    Step,
    Take,
    Update,
)
from sandbox.errors import CannotDoError
from sandbox.modals import View
from sandbox.outcome import Outcome
from sandbox.paperwork import button, ready, submit
from sandbox.reading import shows
from sandbox.scene import Scene
from sandbox.scribe import REFERENCE, file_claim, file_dispute
from sandbox.workspace import Message

TAKE, EVIDENCE, MORE = "Take", "Add evidence", "More"
VERDICT, SIGN, REOPEN = "Verdict", "Sign off", "Reopen"  # one button, as the state has it
MERGE, UPDATE, NEWER = "Merge…", "A newer figure…", "Newer figure"
DECIDE = "decide_dispute"
SAME_AS = "Same as…"


async def take_step(scene: Scene, step: Step) -> None:
    """Have a step taken, and see on the claim's card and in its thread that it was."""
    actor = scene.server.actor(step.who)
    match step.act:
        case Claim() as claim:
            await file_claim(scene, actor, claim)
        case Dispute() as dispute:
            await file_dispute(scene, actor, dispute)
        case Join(speaker, same_as):
            await _join(scene, actor, speaker, same_as)
        case _:
            await _Acting(scene, actor, step).act()
    await scene.settle()


def card_of(scene: Scene, reference: str) -> Message:
    """The card of a claim; LookupError if it has none."""
    for message in reversed(scene.channel.top):
        if message.is_bot and not message.deleted and _first(scene.lines(message)).startswith(f"{reference} ·"):
            return message
    raise LookupError(f"{reference} has no card.")


def card_lines(scene: Scene, reference: str) -> list[str]:
    """What stands on a claim's card; LookupError if it has none."""
    return scene.lines(card_of(scene, reference))


def thread_of(scene: Scene, reference: str) -> list[str]:
    """What was told in a card's thread, as lines; LookupError if there is no card."""
    return [line for reply in card_of(scene, reference).replies for line in scene.lines(reply)]


async def _join(scene: Scene, actor: Actor, speaker: str, same_as: str) -> None:
    """Say, from the list of what a speaker said, that another name is theirs too."""
    typed = f"/claim list by {speaker}"
    scene.did(actor, typed)
    try:
        (page,) = (await actor.type(scene.channel.id, typed)).messages
        await actor.press(page, button(page, SAME_AS))
        form = await ready(scene.server, actor, "other")
        answer = await scene.answer_to(actor, await submit(actor, form, {"other": same_as}), set())
    except (CannotDoError, LookupError, ValueError) as why:
        await scene.put_away(actor)
        answer = [str(why)]
    scene.did(actor, f"[{SAME_AS}] {same_as}")
    scene.told.answered(answer)
    if not (shows("\n".join(answer), speaker) and shows("\n".join(answer), same_as)):
        scene.problems.append(f"{speaker} and {same_as} were not made one: {' '.join(answer)}")
    await scene.rest()


class _Acting:
    """One step of one person."""

    def __init__(self, scene: Scene, actor: Actor, step: Step) -> None:
        self.scene = scene
        self.actor = actor
        self.step = step

    async def act(self) -> None:
        """Take the step; what goes wrong becomes a problem of the play."""
        key = self.step.act.claim  # type: ignore[union-attr]
        reference = self.scene.references.get(key)
        if reference is None:
            self.scene.problems.append(f"Nothing can be done with `{key}`, which was not filed.")
            return
        told = 0
        try:
            told = len(thread_of(self.scene, reference))
            answer = await self.answered(reference)
        except (CannotDoError, LookupError) as why:
            await self.scene.put_away(self.actor)
            answer = [str(why)]
        self.scene.told.answered(answer)
        await self.scene.settle()
        self.check(reference, answer, told)
        await self.scene.rest()

    async def answered(self, reference: str) -> list[str]:
        """Do what the step says; what is answered."""
        match self.step.act:
            case Take():
                return await self.press(reference, TAKE)
            case Evidence(_, side, link, note):
                values = {"side": side, "link": link or "", "note": note or ""}
                return await self.fill(await self.opened(reference, EVIDENCE, "side"), values)
            case Propose(_, verdict, note, used_in):
                values = {"verdict": verdict, "note": note or "", "used_in": used_in or ""}
                return await self.fill(await self.opened(reference, VERDICT, "verdict"), values)
            case Sign():
                return await self.sign(reference)
            case Reopen(_, note):
                return await self.fill(await self.opened(reference, REOPEN, "why"), {"why": note})
            case Merge(_, into):
                return await self.fill(await self.behind_more(reference, MERGE, "into"), {"into": self.other(into)})
            case Update(_, by):
                return await self.update(reference, self.other(by))
            case Decide(_, speaker, outcome, note):
                form = await self.dispute_to_decide(reference, speaker)
                return await self.fill(form, {"outcome": outcome, "note": note or ""})
        raise TypeError(f"{self.step.act} is no step with a card.")

    async def press(self, reference: str, label: str) -> list[str]:
        """Press a button on a card that opens nothing."""
        before = await self.scene.timestamps(self.actor)
        outcome = await self.pressed(reference, label)
        return await self.scene.answer_to(self.actor, outcome, before)

    async def pressed(self, reference: str, label: str) -> Outcome:
        """Press a button on a card."""
        card = card_of(self.scene, reference)
        action = button(card, label)
        self.scene.did(self.actor, f"[{label}] on {reference}")
        return await self.actor.press(card, action)

    async def opened(self, reference: str, label: str, field: str) -> View:
        """Open a form by a card's button; it is there once it has `field`."""
        await self.pressed(reference, label)
        return await ready(self.scene.server, self.actor, field)

    async def more(self, reference: str) -> View:
        """Open what can be done with a claim."""
        outcome = await self.pressed(reference, MORE)
        if outcome.view is None:
            raise LookupError(outcome.error or f"{MORE} opened nothing.")
        return outcome.view

    async def behind_more(self, reference: str, label: str, field: str) -> View:
        """Open a form by a button behind More."""
        view = await self.more(reference)
        action = button(view, label)
        self.scene.did(self.actor, f"[{label}] for {reference}")
        await self.actor.press(view, action)
        return await ready(self.scene.server, self.actor, field)

    async def dispute_to_decide(self, reference: str, speaker: str) -> View:
        """Open the form of what becomes of what `speaker` said."""
        view = await self.more(reference)
        _, menu = forms.find(view.blocks, DECIDE)
        for option in forms.options_in(menu):
            if speaker in option["text"]["text"]:
                self.scene.did(self.actor, f"[{option['text']['text']}] for {reference}")
                await self.actor.press(view, DECIDE, value=option["value"])
                return await ready(self.scene.server, self.actor, "outcome")
        raise LookupError(f"{speaker} has said nothing against {reference} that can be decided.")

    async def fill(self, form: View, values: dict[str, str]) -> list[str]:
        """Fill a form in and send it."""
        filled = {name: value for name, value in values.items() if value}
        self.scene.told.note(f"in the form “{form.title}”: " + "; ".join(filled.values()))
        return await self.scene.answer_to(self.actor, await submit(self.actor, form, filled), set())

    async def sign(self, reference: str) -> list[str]:
        """Sign a verdict off; one's own cannot be, which the form says."""
        outcome = await self.pressed(reference, SIGN)
        if outcome.view is None:
            raise LookupError(outcome.error or f"{SIGN} opened nothing.")
        if any(block["block_id"] == "decision" for block, _ in forms.interactive(outcome.view.blocks)):
            return await self.fill(outcome.view, {"decision": "sign"})
        return await self.scene.answer_to(self.actor, outcome, set())

    async def update(self, reference: str, newer: str) -> list[str]:
        """Say which is the newer figure: where the bot asked whether it is one, there; else behind More."""
        asked = self.asked_newer(await self.scene.seen_by(self.actor), reference, newer)
        if asked is None:
            return await self.fill(await self.behind_more(reference, UPDATE, "newer"), {"newer": newer})
        message, block_id, action, value = asked
        self.scene.told.answered(self.scene.lines(message))
        self.scene.did(self.actor, f"[{NEWER}] of {newer} and {reference}")
        await self.actor.press(message, action, block_id, value)
        await self.scene.settle()
        return self.scene.lines(message)

    def asked_newer(self, messages: list[Message], reference: str, newer: str) -> tuple[Message, str, str, str] | None:
        """The button under the question what `newer` is to `reference`, if the bot asked it."""
        for message in reversed(messages):
            if message.ephemeral_for is None or newer not in REFERENCE.findall(_first(self.scene.lines(message))):
                continue
            question = ""
            for block in message.blocks or []:
                if block["type"] != "actions":
                    question = _first(self.scene.reader.block(block).splitlines())
                    continue
                for element in block["elements"]:
                    if element.get("text", {}).get("text") == NEWER and reference in REFERENCE.findall(question):
                        return message, block["block_id"], element["action_id"], element["value"]
        return None

    def other(self, key: str) -> str:
        """The reference of another claim; LookupError if it was not filed."""
        if key not in self.scene.references:
            raise LookupError(f"`{key}` was not filed.")
        return self.scene.references[key]

    def check(self, reference: str, answer: list[str], told: int) -> None:
        """See that the step was taken, or refused if it was to be; tell what is new in the thread."""
        what = f"{self.step.who}, {type(self.step.act).__name__.lower()} {reference}"
        shown = "\n".join(answer)
        try:
            card, thread = card_lines(self.scene, reference), thread_of(self.scene, reference)
        except LookupError as why:
            self.scene.problems.append(f"{what}: {why}")
            return
        if thread[told:]:
            self.scene.told.note(f"in the thread of {reference}: {thread[told]}")
            self.scene.told.answered(thread[told + 1 :])
        if self.step.refused is not None:
            if not shows(shown, self.step.refused):
                self.scene.problems.append(f"{what}: it was to be refused with “{self.step.refused}”, and was not.")
            return
        there = "\n".join([*card, *thread[told:]]).casefold()
        missing = [sign for sign in self.signs() if not shows(there, sign.casefold())]
        if missing:
            self.scene.problems.append(f"{what}: card and thread do not show “{missing[0]}”. It was answered: {shown}")

    def signs(self) -> list[str]:
        """What card and thread show once the step is taken."""
        match self.step.act:
            case Take():
                return [f"@{self.actor.person.real_name} is on it"]
            case Evidence(_, _, link, note):
                return [note or link or ""]
            case Propose(_, verdict, note):
                return [verdict, *([note] if note else [])]
            case Sign():
                return ["signed off by", f"@{self.actor.person.real_name}"]
            case Reopen(_, note):
                return [note]
            case Merge(_, into):
                return [f"merged into {self.other(into)}"]
            case Update(_, by):
                return [f"updated by {self.other(by)}"]
            case Decide(_, speaker, _, note):
                return [note or speaker]
        return []


def _first(lines: list[str]) -> str:
    return lines[0] if lines else ""
