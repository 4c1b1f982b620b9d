"""The rules of merging, over any history."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.json_values import JsonObject
from server.domain.merge import Step, merge

_TIMES = ("2026-11-22T10:00:00.000Z", "2026-11-22T11:00:00.000Z", "2026-11-22T12:00:00.000Z")
_PROSE = frozenset({"note"})


_FIELDS: st.SearchStrategy[JsonObject] = st.dictionaries(
    st.sampled_from(["note", "t_ms"]), st.sampled_from(["x", "y", "z", None])
)


@st.composite
def _histories(draw: st.DrawFn) -> list[Step]:
    """Commit orders of puts and deletes by two users on three devices, with any bases, also unknown ones."""
    count = draw(st.integers(1, 8))
    steps: list[Step] = []
    for place in range(count):
        base = draw(st.none() | st.sampled_from(["lost", *(f"c{other}" for other in range(count) if other != place)]))
        steps.append(
            Step(
                id=f"c{place}",
                by=draw(st.sampled_from(["ana", "cleo"])),
                device=draw(st.sampled_from([None, "d1", "d2"])),
                n=draw(st.integers(1, 9)),
                base=base if place else None,
                at=draw(st.sampled_from(_TIMES)),
                fields=draw(_FIELDS if place == 0 else st.none() | _FIELDS),
            )
        )
    return steps


def _names(looker: Step, step: Step) -> bool:
    """Whether a change says itself that it came after another."""
    if looker.id == step.id:
        return False
    if looker.device is not None and (looker.device, looker.by) == (step.device, step.by):
        assert looker.n is not None
        assert step.n is not None
        if step.n < looker.n:
            return True
    return looker.base == step.id


def _has_seen(steps: list[Step], looker: Step, step: Step) -> bool:
    """The definition, word by word; what has the looker among its bases is never seen by the order of commits alone."""
    places = {each.id: place for place, each in enumerate(steps)}
    if looker.id == step.id:
        return False
    if _names(looker, step):
        return True
    bases, base = [], step.base
    while base in places and base not in bases:
        bases.append(base)
        base = steps[places[base]].base
    return places[step.id] <= places.get(looker.base or "", -1) < places[looker.id] and looker.id not in bases


@given(_histories())
def test_what_shows_are_the_words_that_no_later_word_has_seen(steps: list[Step]) -> None:
    merged = merge(steps, _PROSE)

    for name in ("note", "t_ms"):
        setters = [step for step in steps if step.fields is not None and name in step.fields]
        candidates = [step for step in setters if not any(_has_seen(steps, other, step) for other in setters)]
        if not setters:
            assert name not in merged.fields
            continue
        # Of a ring, what the changes say themselves; of a ring of that, the last one.
        candidates = candidates or [step for step in setters if not any(_names(other, step) for other in setters)]
        candidates = candidates or setters[-1:]
        said = {step.fields[name] for step in candidates if step.fields is not None}
        last = max(candidates, key=lambda step: (step.at, step.id))
        assert last.fields is not None
        assert merged.fields[name] == last.fields[name]
        if name == "note" and len(said) > 1:
            assert {version.value for version in merged.versions["note"]} == said
        else:
            assert name not in merged.versions


@given(_histories())
def test_a_record_is_gone_when_every_put_was_seen_by_a_delete(steps: list[Step]) -> None:
    puts = [step for step in steps if step.fields is not None]
    deletes = [step for step in steps if step.fields is None]
    gone = bool(deletes) and all(any(_has_seen(steps, delete, put) for delete in deletes) for put in puts)

    merged = merge(steps, _PROSE)

    assert (merged.deleted, merged.revived) == (gone, bool(deletes) and not gone)


def test_the_last_committed_word_holds_where_clocks_play_no_part() -> None:
    late = Step("c0", "ana", "d1", 1, None, _TIMES[2], {"state": "granted"})
    early = Step("c1", "cleo", "d2", 1, None, _TIMES[0], {"state": "revoked"})

    assert merge([late, early], frozenset(), by_commit=True).fields == {"state": "revoked"}


def test_what_came_again_in_another_order_after_a_restore_does_not_win_over_its_follower() -> None:
    """Cleo wrote over Ben's word, whose base was Ana's second; a restore lost these, and Cleo's came first."""
    first = Step("c0", "ana", "d1", 1, None, _TIMES[0], {"t_ms": 1})
    follower = Step("c3", "cleo", "d3", 1, "c2", _TIMES[0], {"t_ms": 3})
    second = Step("c1", "ana", "d1", 2, None, _TIMES[0], {"note": "x"})
    followed = Step("c2", "ben", "d2", 1, "c1", _TIMES[1], {"t_ms": 2})

    assert merge([first, second, followed, follower], _PROSE).fields["t_ms"] == 3
    assert merge([first, follower, second, followed], _PROSE).fields["t_ms"] == 3
    assert merge([follower, first, second, followed], _PROSE).fields["t_ms"] == 3


def test_of_a_ring_holds_what_its_changes_say_themselves() -> None:
    """`c3` followed `c1`, then all were lost, and another restore's word `c2` came between."""
    follower = Step("c3", "cleo", "d3", 1, "c1", _TIMES[0], {"t_ms": 3})
    between = Step("c2", "ana", "d1", 1, "c3", _TIMES[0], {"t_ms": 2})
    other = Step("c4", "ana", "d1", 2, None, _TIMES[0], {"note": "x"})
    followed = Step("c1", "ben", "d2", 1, "c4", _TIMES[2], {"t_ms": 1})

    assert merge([follower, between, other, followed], _PROSE).fields["t_ms"] == 2
