"""Finds characters that were mistaken for others that look like them: 收人 for 收入.

## What it does

Looks at characters for which one of similar shape would complete a word of the dictionary: those that stand in no word,
and with more caution those whose word fits badly (自已 for 自己). For each it weighs, in bits: how much more probable
the words around become, how alike the two characters look, how common they are, and what the corpus itself says, that
is, how often the pairs and triples of characters that either of the two forms here occur elsewhere in it. No language
model ships; the user's own corpus is the model.

Above a threshold the character is reported. The threshold is strict on pages where such suspicions are rare, and
loose on pages that are full of them; the message says so. A form that recurs in text that is not dirty is taken for a
word that the dictionary lacks. A form that stands once, and nowhere else in the corpus, is also reported where the word
that it looks very much like stands six times or more on the same page. So is a word of four characters that lost one of
its inner ones (金机构 for 金融机构), where the corpus has the whole word at least three times between the same neighbours,
and what is printed nowhere else.

## Why is this bad

The word is found by no search, and it may say something else: 人会 is nothing, 入会 is joining a union.

## Example

```text
今年全村的收人比去年多，家家户户的收入都涨了，人均收入过万，收入最多的一户种了花。
```

## Repair safety

Display; unsafe where another copy of the text has the proposed character at the same place. On scanned newspapers it is
right for nearly all true findings, but one finding in fifteen is a new word or a name.

## Known limits

Other missing characters, most additional ones (`intruding-character`), characters in the wrong order (科学 for 学科), and
wrong words that read well are not seen. Names of people, quoted coinages and words of the `lexicon` are left alone, and
so is text of which the dictionary knows too little: classical, dialect, traditional script.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from quality.detect.contract import CorpusRule, article_hit
from quality.detect.garbled.protection import is_protected
from quality.match.lacking import WHOLE as LENGTH
from quality.match.lacking import Lacking, lacking, printed_and_whole
from quality.match.lookalikes import VERY_ALIKE
from quality.match.suspects import Suspect, context, suspects
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.glyphs import similarity
from quality.text.ngrams import Ngrams, keys_in, window
from quality.text.words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Article, Hit

    Key = tuple[str, str | None]
    Seen = tuple[list[Suspect], list[Lacking]]
    Inspected = Sequence[tuple[Article, Seen]]
    Weighed = Sequence[tuple[Suspect, float]]

STRICT, LOOSE = 15.5, 8.5
"""Bits that a suspicion needs on a clean page and on a dirty one."""
CLEAN, DIRTY = 6.0, 14.0
"""Strong suspicions per 10,000 characters; between the two the threshold falls evenly. Clean news has 4 to 6, scanned newspapers 30."""
STRONG = 6.0
"""Evidence of the text alone from which a suspicion counts for a page's density."""
WEIGHT = 4000
"""Characters of the whole corpus's density that stand in for what a short page does not tell; a short corpus is taken for clean."""
OFTEN = 6
"""Times that a word stands on a page from which a form that stands there once, and nowhere else, is its misprint."""
VARIANT = 2.0
"""Bits that such a form needs all the same: 1.2 million characters of clean news have none."""
WHOLE = 3
"""Times that every triple of a word must stand in the corpus, with the neighbours that it has here, if it is to lack a character here."""
PAIR = 2
USUAL, RATE = 3, 0.005
"""Times that a form stands in no word, as itself and for each time of the supposed word, from which it is a word that the
dictionary lacks (赓续, 锚定): clean text has no misprint that often. Scans do, so that on dirty pages it proves nothing."""
SURE = 12.0
"""Bits as which a misprint of a frequent word counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is right as it stands."""

    lexicon: frozenset[str] = frozenset()
    """Words whose characters are never suspected."""


@dataclass(slots=True)
class Counts:
    """What all articles together say; `merge` adds the right one to the left."""

    ngrams: Ngrams = field(default_factory=Ngrams)
    pages: dict[Key, tuple[int, int]] = field(default_factory=dict)
    """Characters and strong suspicions of each page."""
    strays: Counter[str] = field(default_factory=Counter)
    """Places at which each suspected form stands in no word."""
    characters: int = 0
    strong: int = 0

    def add(self, page: Key, characters: int, strong: int) -> None:
        """Adds to a page, and to the whole."""
        before = self.pages.get(page, (0, 0))
        self.pages[page] = before[0] + characters, before[1] + strong
        self.characters += characters
        self.strong += strong


def inspect(article: Article) -> Seen:
    """An article's suspicions, for which the words around every character are weighed, and where characters may be lost."""
    return suspects(article.text), lacking(article.text)


def observe(articles: Inspected) -> Counts:
    """Counts the articles' pairs and triples, and the forms that they suspect."""
    counts = Counts()
    for article, (found, _) in articles:
        counts.ngrams.add(article.text)
        characters = len(article.text)
        strong = len({s.at for s in found if s.evidence >= STRONG and not s.inside})
        forms = {(s.at, article.text[s.start : s.end]) for s in found if not s.inside}
        counts.strays.update(form for _, form in forms)
        counts.add(article.page.key, characters, strong)
    return counts


def merge(left: Counts, right: Counts) -> Counts:
    """Adds the right counts to the left ones, and returns these."""
    left.ngrams.merge(right.ngrams)
    left.strays.update(right.strays)
    for page, (characters, strong) in right.pages.items():
        left.add(page, characters, strong)
    return left


def check(articles: Inspected, counts: Counts, options: Options) -> Iterator[Hit]:
    """Judges articles with the counts of all."""
    for (article, (_, lost)), weighed in zip(articles, weigh(articles, counts), strict=True):
        yield from _alike(article, counts, options, weighed)
        for one in _lost(article, counts, lost) if lost else ():
            if not is_protected(article.text, one.stray, 0, options.lexicon):
                yield _loss(article, one)


def _alike(article: Article, counts: Counts, options: Options, weighed: Weighed) -> Iterator[Hit]:
    """The places where a look-alike is credible enough."""
    if not weighed:
        return
    dirt = _dirt(counts, article.page.key)
    threshold = STRICT + dirt * (LOOSE - STRICT)
    best: dict[int, tuple[float, Suspect, int]] = {}
    for suspect, bits in weighed:
        if suspect.at not in best or bits > best[suspect.at][0]:
            times = 0 if bits >= threshold else _times(article, counts, suspect, bits)
            if bits >= threshold or times >= OFTEN:
                best[suspect.at] = bits, suspect, times
    for bits, suspect, times in best.values():
        if dirt < 1 and not times and _is_usual(article.text, counts, suspect):
            continue
        if not is_protected(article.text, suspect.at, bits - threshold, options.lexicon):
            yield _hit(article, suspect, bits, times=times, loose=threshold < STRICT)


def _lost(article: Article, counts: Counts, lost: Sequence[Lacking]) -> Iterator[Lacking]:
    """Where what is printed stands nowhere else, and the whole word in the same words again and again."""
    for one in lost:
        printed, whole = printed_and_whole(article.text, one)
        here = int(counts.ngrams.counted(article.text, one.at))
        seen = counts.ngrams.counts([*printed, *whole])
        if max(seen[: len(printed)]) <= here and min(seen[len(printed) :]) >= WHOLE:
            yield one


def _loss(article: Article, one: Lacking) -> Hit:
    """The character beside the gap, without an edit: where a lost one stood, only the message says."""
    before, after = article.text[one.start : one.at], article.text[one.at : one.start + LENGTH - 1]
    return article_hit(
        article,
        one.stray,
        one.stray + 1,
        say(
            "‘{printed}’ lacks ‘{char}’: ‘{word}’ stands in the same words elsewhere.",
            printed=before + after,
            char=one.missing,
            word=before + one.missing + after,
        ),
        confidence=0.9,
    )


def _times(article: Article, counts: Counts, suspect: Suspect, bits: float) -> int:
    """How often the supposed word stands on the page, where the printed form is unheard of and looks much like it; else 0."""
    if bits < VARIANT or suspect.inside:
        return 0
    printed, word = _forms(article.text, suspect)
    if counts.strays[printed] != 1:
        return 0
    if similarity(article.text[suspect.at], suspect.supposed) < VERY_ALIKE:
        return 0
    if not counts.ngrams.halvings and _least(counts.ngrams, word) < OFTEN:
        return 0  # not even in the whole corpus
    return _least(_ngrams(article.page.text), word)


def _is_usual(text: str, counts: Counts, suspect: Suspect) -> bool:
    """True where the printed form stands again and again, as misprints do not."""
    printed, word = _forms(text, suspect)
    times = _least(counts.ngrams, printed) << counts.ngrams.halvings if suspect.inside else counts.strays[printed]
    return times >= USUAL and times > RATE * (_least(counts.ngrams, word) << counts.ngrams.halvings)


def _least(ngrams: Ngrams, form: str) -> int:
    """How often a form stands at most, told from its pairs or triples."""
    return min(ngrams.counts([form[at : at + 3] for at in range(max(len(form) - 2, 1))]))


@lru_cache(maxsize=2)
def _ngrams(text: str) -> Ngrams:
    """A page's pairs and triples."""
    counts = Ngrams()
    counts.add(text)
    return counts


def _forms(text: str, suspect: Suspect) -> tuple[str, str]:
    """What is printed, and what was meant."""
    printed = text[suspect.start : suspect.end]
    at = suspect.at - suspect.start
    return printed, printed[:at] + suspect.supposed + printed[at + 1 :]


def weigh(articles: Inspected, counts: Counts) -> Iterator[Weighed]:
    """Every article's suspicions with all their bits, those of the corpus included."""
    places = [(article.text, suspect) for article, (found, _) in articles for suspect in found]
    bits = iter(_bits(places, counts) if places else ())
    for _, (found, _) in articles:
        yield [(suspect, next(bits)) for suspect in found]


def _bits(places: Sequence[tuple[str, Suspect]], counts: Counts) -> list[float]:
    """For suspicions, each with its text; of many at once, for numpy takes as long for one."""
    import numpy as np

    windows = [window(text, suspect.at) for text, suspect in places]
    chars = [seen[2] for seen in windows] + [suspect.supposed for _, suspect in places]
    printed, supposed = counts.ngrams.counts_of(keys_in(windows * 2, chars)).reshape(2, len(places), -1)
    for number, (text, suspect) in enumerate(places):
        if not counts.ngrams.counted(text, suspect.at):
            printed[number] += 1  # the place itself, as everywhere else
        if suspect.end - suspect.start == PAIR and not suspect.inside:
            stray = counts.strays[text[suspect.start : suspect.end]]
            printed[number, int(suspect.at == suspect.start)] = stray  # 人会 in 工人会员 is another
    evidence = np.array([suspect.evidence for _, suspect in places])
    bits: list[float] = (evidence + context(printed, supposed)).tolist()
    return bits


def _dirt(counts: Counts, page: Key) -> float:
    """From 0 for a page on which strong suspicions are as rare as on clean ones to 1 for a dirty page."""
    characters, strong = counts.pages.get(page, (0, 0))
    common = (counts.strong + WEIGHT * CLEAN / 10_000) / (counts.characters + WEIGHT)
    density = 10_000 * (strong + WEIGHT * common) / (characters + WEIGHT)
    return min(max((density - CLEAN) / (DIRTY - CLEAN), 0.0), 1.0)


def _hit(article: Article, suspect: Suspect, bits: float, *, times: int, loose: bool) -> Hit:
    printed, word = _forms(article.text, suspect)
    values = {"printed": printed, "word": word, "char": article.text[suspect.at], "supposed": suspect.supposed}
    if times:
        why = say("‘{printed}’ stands nowhere else, and ‘{word}’ {count} times on this page", count=times, **values)
    elif is_word(printed):
        why = say("‘{word}’ fits better here than ‘{printed}’, and ‘{char}’ looks like ‘{supposed}’", **values)
    else:
        why = say("‘{printed}’ is no word; ‘{word}’ is, and ‘{char}’ looks like ‘{supposed}’", **values)
    bits = max(bits, SURE) if times else bits
    return article_hit(
        article,
        suspect.start,
        suspect.end,
        say("{why} (judged loosely: this page has many such places).", why=why)
        if loose and not times
        else say("{why}.", why=why),
        confidence=round(min(0.98, 1 / (1 + 2 ** ((5.5 - bits) / 2))), 2),
        edits=((suspect.start, suspect.end, word),),
        applicability=Applicability.DISPLAY,
    )


RULE = CorpusRule(
    code="GAR301",
    name="suspect-character",
    version=3,
    severity=Severity.WARNING,
    inspect=inspect,
    observe=observe,
    merge=merge,
    check=check,
    options=Options,
)
