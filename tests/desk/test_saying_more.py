"""A translation and a priority, as use cases: who may bring words to a claim, and what fits."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import priorities, translating
from bot.desk.limits import STATEMENT
from bot.desk.turns import Stepped
from bot.errors import Mistake, NotAllowed, NotUnderstood
from store import Record
from tests.desk.asking import CHECKER, file, request


async def translate(record: Record, text: str, **more: Any) -> Stepped:
    return await record.write(lambda session: translating.translate_claim(session, request(**more), 1, text))


async def test_a_translation_typed_in_private_does_not_reach_a_public_card(record: Record) -> None:
    await file(record)
    with pytest.raises(NotAllowed):
        await translate(record, "our informant put it otherwise", channel="G9", kind="private")
    assert (await translate(record, "  it was\nthem ")).dossier.claim.translation == "it was them"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * (STATEMENT + 1), "The translation has 3,001 characters; 3,000 fit. Nothing was changed."),
        ("it was\x07them", "There is a control character (U+0007, BEL) after “it was”. Nothing was changed."),
    ],
)
async def test_what_cannot_be_kept_is_refused_beside_its_field(record: Record, text: str, said: str) -> None:
    await file(record)
    with pytest.raises(NotUnderstood) as refused:
        await translate(record, text)
    assert refused.value.sentence.startswith(said)
    assert refused.value.field == "translation"


async def test_the_same_translation_again_keeps_who_made_it(record: Record) -> None:
    await file(record)
    first = await translate(record, "it was them")
    again = await translate(record, "it was them", person=CHECKER)
    assert again.dossier.claim.translated_by == first.dossier.claim.translated_by
    gone = await translate(record, "", person=CHECKER)
    assert (gone.dossier.claim.translation, gone.dossier.claim.translated_by) == (None, None)


async def test_a_priority_that_is_none_is_refused_with_those_there_are(record: Record) -> None:
    await file(record)
    with pytest.raises(Mistake) as refused:
        await record.write(lambda session: priorities.set_priority(session, request(), 1, "soon"))
    assert "One of: urgent, normal, for the record." in refused.value.sentence
