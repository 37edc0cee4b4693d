"""What pairs tell, in the table and one by one."""

from __future__ import annotations

from quality.text.telling import BITS, telling, weight
from quality.text.words import frequencies, proper_nouns


def test_the_table_has_every_pair_that_tells_less_than_all_or_is_a_name() -> None:
    known = telling()
    pairs = [chr(key >> BITS) + chr(key & (1 << BITS) - 1) for key in known.keys.tolist()]
    names = {word for word in proper_nouns() if len(word) == 2}
    assert pairs == sorted(pairs)
    assert set(pairs) == {w for w in frequencies() if len(w) == 2 and weight(w) < 1} | names
    assert known.tells[0].tolist() == [weight(pair) for pair in pairs]
    assert known.tells[1].tolist() == [pair in names for pair in pairs]


def test_common_words_tell_nothing() -> None:
    assert weight("我们") == 0
    assert weight("渠坡") == 1
    assert 0 < weight("粮食") < 1
