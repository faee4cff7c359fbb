"""What a play's people file: claims and disputes, in one line where one line can say it, else in a form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandbox.acting import Actor
from sandbox.case import Claim, Dispute, Utterance
from sandbox.errors import CannotDoError
from sandbox.outcome import Outcome
from sandbox.paperwork import EDIT, button, ready, said_in_form, submit
from sandbox.phrasing import claim_line, dispute_line
from sandbox.scene import Scene
from sandbox.workspace import Message

REFERENCE = re.compile(r"\bC-\d+\b")
REFUSED = re.compile(r"\b(?:nothing was filed|was not filed|not filed)\b", re.IGNORECASE)


async def file_claim(scene: Scene, actor: Actor, claim: Claim) -> None:
    """File a claim; its reference is kept."""
    line = claim_line(claim, scene.links[claim])
    answer, _ = await _say(scene, actor, line or "/claim", claim)
    first = _first(answer)
    found = REFERENCE.search(first)
    if found is None or REFUSED.search(first):
        scene.problems.append(f"The claim `{claim.key}` was not filed: {first}")
    elif found[0] in scene.references.values():
        scene.problems.append(f"The claim `{claim.key}` was taken for {found[0]}, which is another.")
    else:
        scene.references[claim.key] = found[0]


async def file_dispute(scene: Scene, actor: Actor, dispute: Dispute) -> None:
    """File a dispute and, if it does not contradict, give it its kind through Edit."""
    reference = scene.references.get(dispute.claim)
    if reference is None:
        scene.problems.append(f"{dispute.speaker} disputes `{dispute.claim}`, which was not filed.")
        return
    line = dispute_line(dispute, reference, scene.links[dispute])
    before = await scene.seen_by(actor)
    answer, in_a_form = await _say(scene, actor, line or f"/dispute {reference}", dispute)
    first = _first(answer)
    if reference not in REFERENCE.findall(first) or REFUSED.search(first):
        scene.problems.append(f"The dispute of {dispute.speaker} against {reference} was not filed: {first}")
        return
    if not in_a_form and dispute.kind != "contradicts":
        new = [message for message in await scene.seen_by(actor) if message not in before]
        await _give_kind(scene, actor, new, dispute, reference)


async def _say(scene: Scene, actor: Actor, typed: str, said: Utterance) -> tuple[list[str], bool]:
    """Type a command, fill in the form if one opens; return the answer's lines, and whether there was a form."""
    before = await scene.timestamps(actor)
    scene.did(actor, typed)
    outcome = await actor.type(scene.channel.id, typed)
    in_a_form = outcome.view is not None
    if outcome.view is not None:
        values = said_in_form(said, scene.links[said])
        scene.told.note(f"in the form “{outcome.view.title}”: " + "; ".join(filter(None, values.values())))
        try:
            form = await ready(scene.server, actor, "speaker")
            outcome = await submit(actor, form, values, lenient=True)
        except (CannotDoError, LookupError) as why:
            outcome = Outcome(error=str(why))
    answer = await scene.answer_to(actor, outcome, before)
    scene.told.answered(answer)
    await scene.rest()
    return answer, in_a_form


async def _give_kind(scene: Scene, actor: Actor, answers: list[Message], dispute: Dispute, reference: str) -> None:
    """Say through Edit that a dispute denies, corrects or adds context: in one line it contradicts."""
    try:
        message, action = _with_button(answers, EDIT)
        outcome = await actor.press(message, action)
        if outcome.view is None:
            raise LookupError(outcome.error or "Edit opened no form.")
        scene.did(actor, f"Edit: {dispute.speaker} {dispute.kind} {reference}")
        form = await ready(scene.server, actor, "kind")
        outcome = await submit(actor, form, {"kind": dispute.kind})
        if outcome.errors or not outcome.acked:
            raise LookupError(" ".join(outcome.errors.values()) or outcome.error or "The bot did not answer.")
    except (CannotDoError, LookupError) as why:
        scene.problems.append(f"That {dispute.speaker} {dispute.kind} {reference} could not be said: {why}")
    await scene.put_away(actor)
    await scene.rest()


def _first(answer: list[str]) -> str:
    """What an answer begins with: there it says whether something was filed, below that what was typed comes back."""
    return answer[0] if answer else "the bot did not answer."


def _with_button(messages: Sequence[Message], label: str) -> tuple[Message, str]:
    for message in reversed(messages):
        try:
            return message, button(message, label)
        except LookupError:
            continue
    raise LookupError(f"No answer has a button that says {label}.")
