"""Claims of any shape pass the sandbox's checks wherever they are shown."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import limits
from bot.surfaces import answers, lists
from bot.surfaces.card import card, whole
from bot.surfaces.reminder import reminder
from store.dossiers import Carried, Dossier
from tests.surfaces import finds, records
from tests.surfaces.passing import passes
from tests.surfaces.records import FILLINGS, NOW, disputed, dossier, filed, filled, link, objection

LISTED = 15  # as /claim list has it


@st.composite
def any_dossier(draw: st.DrawFn) -> Dossier:
    """A claim of any length in any of its parts."""

    def text(most: int) -> str:
        return filled(draw(st.sampled_from(FILLINGS)), draw(st.integers(1, most)))

    def carried() -> tuple[Carried, ...]:
        return tuple(
            Carried(
                text(limits.OUTLET), draw(st.sampled_from([None, link("a", draw(st.integers(20, 2000)))])), text(200)
            )
            for _ in range(draw(st.integers(0, limits.REPORTS)))
        )

    said = tuple(
        objection(
            text(3000), dispute=each, speaker=text(200), role=draw(st.sampled_from([None, "x"])), reports=carried()
        )
        for each in range(draw(st.integers(0, 30)))
    )
    return dossier(
        draw(st.integers(1, 10**9)),
        text(limits.STATEMENT),
        speaker=text(limits.SPEAKER),
        role=draw(st.sampled_from([None, text(limits.ROLE)])),
        reports=carried(),
        objections=said,
        checker=draw(st.sampled_from([None, "U2"])),
    )


@given(st.lists(any_dossier(), min_size=1, max_size=LISTED, unique_by=lambda of: of.claim.number))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_claims_of_any_shape_fit_everywhere(found: list[Dossier]) -> None:
    for of in found:
        passes(card(of))
        passes(whole(of))
        passes(answers.filed(filed(of)))
        if of.objections:
            passes(answers.disputed(disputed(of)))
    passes(lists.listing(finds.list_page(found), NOW))
    passes(reminder(records.reminder(found)))
