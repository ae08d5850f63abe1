"""Every number in published folders as a linear constraint on what nobody may know.

A number that no rule here reads is kept in `unread`: a new table or sentence has to be added, so
that nothing is published past the attack.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
from public import (
    ANSWERED,
    ANY_ANSWER,
    EXPLAINED,
    EXPLAINERS,
    MENTIONED,
    MISSING,
    OTHER_TEXT,
    REMARKED,
    UNKNOWN,
    Key,
    Mask,
    Public,
)
from published import COMPARISON, EDITION, Block, Folder, Reading
from scipy.special import ndtri
from scipy.stats import fisher_exact
from second_wave import REWORDED

from dwimpact.statistics import imprecise as is_imprecise
from dwimpact.study.questionnaire.model import NONE, OTHER

Weights = npt.NDArray[np.float64]
Span = tuple[float, float]
INTERVALS = ("Ondergrens", "Bovengrens", "95%-interval")
EXACT, FREE = 1e-9, (-np.inf, np.inf)
ANYTHING = "any outcome"
OTHERS, LATER = "alle anderen", "nieuwste meting"
WORDS = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()  # noqa: SIM905
AMOUNT = r"(\d+|eén|niemand|geen enkele|geen|" + "|".join(WORDS) + ")"
STEPS = (0.1, 0.05, 0.01, 0.001, 1e-4)


@dataclass(frozen=True)
class Fact:
    """low ≤ sum of weight × count over keys and cells ≤ high."""

    terms: tuple[tuple[Key, bytes], ...]  # per key a weight per cell
    low: float
    high: float
    source: str

    @property
    def weights(self) -> list[tuple[Key, Weights]]:
        return [(key, np.frombuffer(weights)) for key, weights in self.terms]


@dataclass
class Facts:
    public: Public
    known: dict[tuple[tuple[Key, bytes], ...], Fact] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    # Folder, level and question → the outcomes that its figure of answers shows.
    listed: dict[tuple[Folder, str, str], set[str]] = field(default_factory=dict)
    # Folder and group → the outcomes of which it shows how many mention them.
    mentioned: dict[tuple[Folder, bytes], set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    # Folder and headings → the groups of a table below these, each with those outcomes.
    compared: dict[tuple[Folder, tuple[str, ...]], dict[bytes, set[tuple[str, str]]]] = field(
        default_factory=lambda: defaultdict(partial(defaultdict, set))
    )
    # Folder → what it says itself to follow of small groups: a row for each.
    followed: dict[Folder, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    # What says of how many outcomes at least half of a group mention them; read when all is.
    halves: list[tuple[Block, Mask, int, Span]] = field(default_factory=list)

    def add(self, terms: Mapping[Key, Mask | Weights], span: Span | None, source: str) -> None:
        """Keep a constraint, or the narrower of two on the same counts."""
        if span is None or span == FREE:
            return
        plain = {k: np.asarray(w, float) * (self.public.people > 0) for k, w in terms.items()}
        key = tuple(sorted((k, w.tobytes()) for k, w in plain.items()))
        old = self.known.get(key)
        low, high = (max(span[0], old.low), min(span[1], old.high)) if old else span
        if old is None or (low, high) != (old.low, old.high):
            self.known[key] = Fact(key, low, high, source)

    def count(self, key: Key, group: Mask, span: Span | None, source: str) -> None:
        self.add({key: group}, span, source)

    def span_of(self, key: Key, group: Mask) -> Span:
        """Between what a count is known to lie by what is published of it alone."""
        people = self.public.people * group
        terms = ((key, np.asarray(group, float) * (self.public.people > 0)),)
        found = self.known.get(tuple((k, w.tobytes()) for k, w in terms))
        n = float(people.sum())
        return (max(found.low, 0), min(found.high, n)) if found else (0.0, n)

    def missed(self, block: Block, what: str) -> None:
        if (line := f"{block.source}: {what}") not in self.unread:
            self.unread.append(line)


def collect(reading: Reading, public: Public) -> Facts:
    """The constraints that everything published puts on the counts."""
    facts = Facts(public)
    # The same stands on a page, in the report on one page and in the executed notebook.
    once = {
        (b.folder.path, b.kind, b.above, b.text, b.items, b.columns, b.rows): b
        for b in reading.blocks
    }
    facts.listed = _listed(once.values(), facts)
    _look_for_mentions(once.values(), facts)
    for block in once.values():
        if block.columns[: len(FOLLOWS)] == FOLLOWS:
            facts.followed[block.folder] |= {row[: len(FOLLOWS)] for row in block.rows}
    for block in once.values():
        if block.kind == "table":
            Table(block, facts).read()
        elif block.kind in ("text", "heading"):
            Sentence(block, facts).read()
        elif block.kind == "rest":
            if re.search(COUNTED, block.text) and not re.search(NO_SENTENCES, block.text):
                facts.missed(block, block.text)
        elif "answers" not in block.above:
            Listed(block, facts).read()
    for halves in facts.halves:
        _at_least_half(facts, *halves)
    return facts


def _at_least_half(facts: Facts, block: Block, group: Mask, shown: int, half: Span) -> None:
    """Of so many outcomes as `half` says, of those shown, at least half of the group mention them.

    Those of which it is not known yet are so many together; that is stated as far as sums can:
    in full where it settles each of them.
    """
    outcomes = facts.mentioned.get((block.folder, group.tobytes()), set())
    if len(outcomes) != shown:
        return facts.missed(block, f"{shown} outcomes are shown, not {len(outcomes)}")
    n, source = int(facts.public.people[group].sum()), f"{block.source}: at least half"
    need = (n + 1) // 2
    spans = {(*o, MENTIONED): facts.span_of((*o, MENTIONED), group) for o in sorted(outcomes)}
    sure = sum(low > need - 1 for low, _ in spans.values())
    open_ = {k: (low, high) for k, (low, high) in spans.items() if low <= need - 1 < high}
    least, most = half[0] - sure, half[1] - sure
    if most < -EXACT or least > len(open_) + EXACT:
        return facts.missed(block, f"{half} of {shown} outcomes contradicts what else is said")
    up = {k: group / (need - low) for k, (low, _) in open_.items()}
    down = {k: group / (high - need + 1) for k, (_, high) in open_.items()}
    from_low = sum(low / (need - low) for low, _ in open_.values())
    to_high = sum(high / (high - need + 1) for _, high in open_.values())
    if open_:
        facts.add(up, (least + from_low, np.inf), source)
        facts.add(down, (-np.inf, to_high - (len(open_) - most)), source)
    for key in open_:  # all of them, or none
        if least == len(open_):
            facts.count(key, group, (need, n), source)
        elif most == 0:
            facts.count(key, group, (0, need - 1), source)
    return None


def _look_for_mentions(blocks: Iterable[Block], facts: Facts) -> None:
    """Of which outcomes and groups it is shown how many mention them."""
    for block in blocks:
        if "Opbrengst" not in block.columns or "Antwoord" in block.columns:
            continue
        table = Table(block, facts)
        for row in table._long():
            group = table.group(row.get("Groep", "Totaal"))
            key = table._key(row, table._level_of(row.get("Niveau", "")))
            if group is not None and key and "Aandeel" in row:
                facts.mentioned[block.folder, group.tobytes()].add(key[:2])
                facts.compared[block.folder, block.above][group.tobytes()].add(key[:2])


def _listed(blocks: Iterable[Block], facts: Facts) -> dict[tuple[Folder, str, str], set[str]]:
    found: dict[tuple[Folder, str, str], set[str]] = defaultdict(set)
    for block in blocks:
        if block.kind == "table" and {"Niveau", "Opbrengst", "Antwoord"} <= set(block.columns):
            table = Table(block, facts)
            for row in block.rows:
                cells = dict(zip(block.columns, row, strict=True))
                key = table._key(cells, table._level_of(cells["Niveau"]))
                if key and " " in key[2]:
                    found[block.folder, key[0], key[2].split()[0]].add(key[1])
    return found


@dataclass
class Reader:
    block: Block
    facts: Facts

    @property
    def public(self) -> Public:
        return self.facts.public

    @property
    def base(self) -> Mask:
        """Whom the folder is about."""
        folder = self.block.folder
        everybody = np.ones(len(self.public.cells), dtype=bool)
        if folder.kind != EDITION:
            return everybody
        group = self.public.group(folder.part)
        assert group is not None, f"no group is called '{folder.part}'"
        return group

    @property
    def level(self) -> str:
        """The level that a page or section is about: '' for none."""
        own = "" if self.block.kind == "text" else self.block.text
        for title in reversed((*self.block.above, own)):
            for level in self.public.form.levels:
                named = re.search(rf"op {level.label}\b", title) or title.lower() == level.label
                if named or title == f"level {level.code}":
                    return level.code
        return ""

    def group(self, label: str) -> Mask | None:
        label = re.sub(r" \(n = \d+\)$", "", label)
        if label in ("Totaal", "alle respondenten"):
            return self.base
        return ~self.base if label == OTHERS else self.public.group(label)

    def n(self, group: Mask) -> int:
        return int(self.public.people[group].sum())


class Table(Reader):
    """A table of a file or a page; which one follows from its headings."""

    def read(self) -> None:
        columns = tuple(c for c in self.block.columns if c != "Herkomst")
        has = set(columns)
        if not self.block.rows or any(re.fullmatch(p, "|".join(columns)) for p in NO_ANSWERS):
            return
        if {"Niveau", "Vraag", "Gevraagd aan"} <= has:
            self._questions()
        elif {"Niveau", "Keer genoemd"} <= has:
            self._overview()
        elif {"Thema", "Volgens de regels"} <= has:
            self._coding()
        elif has == {"Bevinding", "Aantal"}:
            self._findings()
        elif has & {"Thema", "Opbrengst"}:
            self._rows(self._long())
        elif {c.lower() for c in columns} <= {lv.label for lv in self.public.form.levels}:
            self._side_by_side(columns)
        else:
            self.facts.missed(self.block, f"table {columns}")

    # ---- shares and counts per group, outcome and answer

    def _long(self) -> list[dict[str, str]]:
        """The rows, one per group: a table with groups in its headings is taken apart."""
        rows = [dict(zip(self.block.columns, row, strict=True)) for row in self.block.rows]
        wide = [c for c in self.block.columns if " (n = " in c or c in self._answers]
        if "Ongewogen" in self.block.columns:
            return [{"Groep": "Totaal", **r, "Aandeel": r["Ongewogen"]} for r in rows]
        if not wide:
            return rows
        long = []
        for row, column in ((row, column) for row in rows for column in wide):
            found = re.match(r"(?:(\d+)(?: van \d+)?; )?(\d+%\*?)(?: \((.*)\))?$", row[column])
            if not found:
                continue
            given = {"Aantal": found[1], "Aandeel": found[2], "95%-interval": found[3]}
            cells = {c: value for c, value in given.items() if value}
            if column in self._answers:
                cells |= {"Antwoord": column}
            else:
                n = re.search(r"n = (\d+)", column)
                cells |= {"Groep": column.split(" (n")[0], "n": n[1] if n else ""}
            long.append({**{c: row[c] for c in row if c not in wide}, **cells})
        return long

    @property
    def _answers(self) -> set[str]:
        form = self.public.form
        return {c.short for c in (*form.statuses, *form.natures)}

    def _rows(self, rows: list[dict[str, str]]) -> None:
        if not rows:
            return
        columns = {c: [r.get(c, "") for r in rows] for c in rows[0]}
        spans = {c: spans_of(columns[c]) for c in NUMBERS if c in columns}
        seen = []
        for position, row in enumerate(rows):
            cells = {c: spans[c][position] for c in spans}
            where = f"{self.block.source}, row {position + 2}"
            seen.append((row, self._row(row, cells, where)))
        if "p" in columns:
            self._pairs(seen, spans)

    def _row(
        self, row: dict[str, str], cells: dict[str, Span | None], source: str
    ) -> tuple[Key, Mask, int, Span] | None:
        """Read one row; returns the count that it is about with its range."""
        label, level = row.get("Groep", "Totaal"), self._level_of(row.get("Niveau", ""))
        if "Thema" in row and self._level_of(label):  # a figure with levels as groups
            label, level = "Totaal", self._level_of(label)
        if label.startswith(LATER):
            return None
        group, key = self.group(label), self._key(row, level)
        if group is None or key is None:
            self.facts.missed(self.block, f"row {row}")
            return None
        base = self.n(group)
        if "Thema" in row:
            self.facts.count((level, "", ANSWERED), group, cells.get("n"), source)
            base = int(cells["n"][0]) if cells.get("n") else 0
            if not base:
                return None
        elif cells.get("n") and row.get("Antwoord") and int(cells["n"][0]) < base:
            base = int(cells["n"][0])  # of who mention it
            self.facts.count((level, key[1], MENTIONED), group, cells["n"], source)
            if not base:
                return None
        elif cells.get("n") and not cells["n"][0] <= base <= cells["n"][1]:
            self.facts.missed(self.block, f"{label} has {base} people, not {row['n']}")
        elif not key[2].startswith("theme"):
            self.facts.count((level, "", MISSING), group, cells.get("Niet ingevuld"), source)
        approached = self.public.populations(group) if "Thema" not in row else (float("inf"),)
        if self.public.clusters:  # bounds hold an average over outcomes: see test_clusters.py
            cells = {c: span for c, span in cells.items() if c not in INTERVALS}
            row = {**row, "Onnauwkeurig": ""}
        found = fitting(base, approached, tuple(sorted(cells.items())), row.get("Onnauwkeurig", ""))
        if found is None:
            self.facts.missed(self.block, f"no count of {base} fits row {row}")
            return None
        if row.get("Antwoord") == "Niet genoemd":
            key, found = (level, key[1], MENTIONED), (base - found[1], base - found[0])
        self.facts.count(key, group, found, source)
        if (weighted := cells.get("Gewogen")) and self.public.weights is not None:
            weights = self.public.weights * group
            total = float((weights * self.public.people).sum())
            self.facts.add({key: weights}, (weighted[0] * total, weighted[1] * total), source)
        return key, group, base, found

    def _pairs(self, seen: list, spans: dict[str, list[Span | None]]) -> None:
        """What p and the difference of two groups tell about both."""
        for position, (_, first) in enumerate(seen):
            for other in range(position + 1, len(seen)):
                second = seen[other][1]
                if first and second and first[0] == second[0]:
                    same = [c for c in ("p", "Verschil") if c in spans]
                    told = {c: spans[c][position] for c in same}
                    self._pair(first, second, told, f"{self.block.source}, row {position + 2}")

    def _pair(self, first: tuple, second: tuple, told: dict[str, Span | None], source: str) -> None:
        (key, one, n, a), (_, two, m, b) = first, second
        if a[0] == a[1] and b[0] == b[1]:
            return
        fits = [
            (x, y)
            for x in range(int(a[0]), int(a[1]) + 1)
            for y in range(int(b[0]), int(b[1]) + 1)
            if within(told.get("Verschil"), x / n - y / m)
            and within(told.get("p"), fisher(x, n, y, m))
        ]
        for weights, value in ((1.0 * one, "x"), (1.0 * two, "y"), (1.0 * one - two, "d")):
            pick = {"x": lambda p: p[0], "y": lambda p: p[1], "d": lambda p: p[0] - p[1]}[value]
            values = [pick(pair) for pair in fits]
            if values:
                self.facts.add({key: weights}, (min(values), max(values)), source)

    def _key(self, row: dict[str, str], level: str) -> Key | None:
        """What a row counts."""
        if theme := row.get("Thema"):
            codes = [code for code, label in self.public.themes.items() if label == theme]
            return (level, "", f"theme {codes[0]}") if codes and level else None
        labels = self.public.form.outcome_labels(level) if level else {}
        outcomes = [code for code, label in labels.items() if label == row["Opbrengst"]]
        if row["Opbrengst"] == REWORDED and labels:
            outcomes = [self.public.form.level(level).listed[0]]
        if not outcomes:
            return None
        return level, outcomes[0], self._what(row.get("Antwoord", ""))

    def _what(self, answer: str) -> str:
        form = self.public.form
        kinds = {
            **{c.short: f"status {c.code}" for c in form.statuses},
            **{c.short: f"nature {c.code}" for c in form.natures},
        }
        if answer.startswith("Genoemd"):  # of which question, the rows beside it tell
            beside = {kinds[a].split()[0] for a in self.block.column("Antwoord") if a in kinds}
            return f"{beside.pop()} {UNKNOWN}"
        return kinds.get(answer, MENTIONED)

    def _level_of(self, label: str) -> str:
        codes = [lv.code for lv in self.public.form.levels if lv.label == label]
        return codes[0] if codes else "" if label else self.level

    # ---- tables of another form

    def _questions(self) -> None:
        """How many were asked and answered each question."""
        for row in self.block.rows:
            cells = dict(zip(self.block.columns, row, strict=True))
            level = self._level_of(cells["Niveau"]) if cells["Niveau"].strip("–") else ""
            asked, filled, missing = (
                number(cells.get(c, "")) for c in ("Gevraagd aan", "Ingevuld", "Niet ingevuld")
            )
            question, _, label = cells["Vraag"].partition(": ")
            codes = [c for c, name in self._labels(level).items() if name == label]
            outcome = codes[0] if codes else OTHER
            source = f"{self.block.source}: {cells['Vraag']}"

            def count(what: str, span: Span | None, outcome: str = outcome) -> None:
                self.facts.count((level, outcome, what), self.base, span, source)  # noqa: B023

            if question in ("Status", "Aard"):
                count(MENTIONED, asked)
                count(f"{'status' if question == 'Status' else 'nature'} {UNKNOWN}", missing)
            elif question == "Toelichting":
                count(MENTIONED, asked)
                count(EXPLAINED, filled)
            elif question.endswith("namelijk"):
                count(MENTIONED, asked, OTHER)
                count(OTHER_TEXT, filled, OTHER)
            elif question == "Aangekruiste opbrengsten":
                count(MISSING, missing, "")
            elif question == "Belangrijkste opbrengst":
                count(ANSWERED, filled, "")
            elif question == "Opmerkingen":
                self.facts.count(("", "", REMARKED), self.base, filled, source)
            elif question not in ("Heeft materiaal", "Wil materiaal delen", "E-mailadres"):
                self.facts.missed(self.block, f"question {cells['Vraag']}")

    def _labels(self, level: str) -> dict[str, str]:
        return self.public.form.outcome_labels(level) if level else {}

    def _overview(self) -> None:
        """All mentions of a level, and the shares of them with each status and nature."""
        form = self.public.form
        for row in self.block.rows:
            cells = dict(zip(self.block.columns, row, strict=True))
            level, source = self._level_of(cells["Niveau"]), f"{self.block.source}: {row[0]}"
            shares = {c: cells[c] for c in cells if self._what(c) != MENTIONED}
            values = [float(s) for s in shares.values() if re.fullmatch(r"[\d.]+", s)]
            coarse = values and all(abs(v / 0.05 - round(v / 0.05)) < 1e-6 for v in values)
            mentions = number(cells["Keer genoemd"])
            if not values and mentions and mentions[0] % 10 == 0:  # a page shows whole percentages
                coarse = True
            if coarse and mentions:
                mentions = mentions[0] - 5, mentions[1] + 5
            listed = [o.code for o in form.level(level).outcomes]
            everything = {(level, o, MENTIONED): self.base for o in listed}
            self.facts.add(everything, mentions, source)
            for column, cell in shares.items():
                span = spans_of([cell])[0]
                if span is None:
                    continue
                if coarse:
                    span = span[0] - 0.025, span[1] + 0.025
                self.share_of(level, self._what(column), span)

    def share_of(self, level: str, what: str, span: Span) -> None:
        """Of all answers to a question on a level, whatever the outcome, such a share is this."""
        listed = [o.code for o in self.public.form.level(level).outcomes]
        kinds = [k for k in self.public.kinds(what.split()[0]) if not k.endswith(UNKNOWN)]
        for bound, sign in ((span[0], 1), (span[1], -1)):
            # sign × (count of this answer − bound × count of all answers) ≥ 0
            terms = {
                (level, o, k): self.base * sign * ((k == what) - bound)
                for o in listed
                for k in kinds
            }
            self.facts.add(terms, (-1e-6, np.inf), self.block.source)

    def _coding(self) -> None:
        """At least so many answers have a theme as a person found in part of them."""
        for row in self.block.rows:
            cells = dict(zip(self.block.columns, row, strict=True))
            codes = [c for c, label in self.public.themes.items() if label == cells["Thema"]]
            hand = number(cells["Met de hand"])
            if codes and hand:
                levels = [lv.code for lv in self.public.form.levels]
                terms = {(lv, "", f"theme {codes[0]}"): self.base for lv in levels}
                self.facts.add(terms, (hand[0], np.inf), self.block.source)

    def _findings(self) -> None:
        """How often something was not filled in, over all levels."""
        everywhere = [(lv.code, o) for lv in self.public.form.levels for o in lv.rows]
        rows = zip(self.block.column("Bevinding"), self.block.column("Aantal"), strict=True)
        for finding, times in rows:
            terms: dict[Key, Mask | Weights] = {}
            if finding == "Aangekruist zonder status":
                terms = {(*pair, f"status {UNKNOWN}"): self.base for pair in everywhere}
            elif finding == "Aangekruist zonder aard":
                terms = {(*pair, f"nature {UNKNOWN}"): self.base for pair in everywhere}
            elif finding == "Iets anders aangekruist zonder omschrijving":
                for level in self.public.form.levels:
                    terms[level.code, OTHER, MENTIONED] = 1.0 * self.base
                    terms[level.code, OTHER, OTHER_TEXT] = -1.0 * self.base
            if terms:
                self.facts.add(terms, number(times), self.block.source)

    def _side_by_side(self, columns: tuple[str, ...]) -> None:
        """Answers to the opening question: a row per person, a column per level."""
        found = re.search(r"per niveau: (.*)$", self.block.text)
        group = self.group(found[1]) if found else None
        if group is None:
            if self.block.text:
                self.facts.missed(self.block, f"answers of whom: {self.block.text}")
            return
        rows, source = len(self.block.rows), self.block.source
        self.facts.count(("", "", ANY_ANSWER), group & self.base, (rows, rows), source)
        for level in self.public.form.levels:
            heading = [c for c in columns if c.lower() == level.label]
            filled = [c for c in self.block.column(heading[0]) if c.strip("–")]
            span = (len(filled), len(filled))
            self.facts.count((level.code, "", ANSWERED), group & self.base, span, source)


NUMBERS = (  # noqa: SIM905
    "n|Niet ingevuld|Aantal|Aandeel|Ondergrens|Bovengrens|95%-interval|Gewogen|p|Verschil|"
    "Kleinste aantal|Grootste aantal"
).split("|")
FOLLOWS = (
    "Groep",
    "n",
    "Volgt uit het rapport",
    "Met alle edities erbij",
    "Van",
)  # appendix 6, as published
# Headings of tables that hold no answers, or only what follows from the others.
NO_ANSWERS = [
    r"Werkplaats\|(Tranche\|.*|Respons)",
    r"Groep\|Benaderd\|Respons\|Respons %",
    r"Thema\|Omschrijving\|Voorbeeld",
    r"Kolom\|(Niveau\|)?Vraag(\|Antwoorden(\|Aantal kolommen)?)?",
    r"Kenmerk\|p\|p \(Holm\)",
    r"Vergelijking\|Niveau\|n\|p",
    r"Niveau\|Opbrengst\|Aandeel\|Laagste aandeel\|.*",  # of all approached, from the share
    r"(?:Verschil\|Mensen per meting\|Ontwerpeffect|Ontwerpeffect\|Verschil\|n)",
    r"Aanduiding\|Aantal",
    r"Rij\|Reden",
    r"Bevinding\|Groep\|.*",
    "|".join(FOLLOWS).replace("|", r"\|"),
    r"Kolom\|Was\|Is\|Reden",
    r"Onderdeel\|.*",
    r"Paragraaf\|Gepubliceerd\|.*",  # what the publication said; recomputed from the same shares
    r"Niveau\|Opbrengst\|(Totaal \(n = .*|Gerealiseerd\|.*|Nieuw\|.*)",  # ranges of the publication
]


class Listed(Reader):
    """A list of texts: how many there are is a count."""

    def read(self) -> None:
        if not self.block.items or not (key := self.key):  # an empty list is one not shown
            return
        level, outcome, what = key
        span = (len(self.block.items), len(self.block.items))
        source = f"{self.block.source}: {self.block.above[-1]}"
        if outcome == ANYTHING:
            every = [(level, o, what) for o in self.public.options(level)]
            self.facts.add(dict.fromkeys(every, self.whose), span, source)
        else:
            self.facts.count(key, self.whose, span, source)

    @property
    def whose(self) -> Mask:
        """Who may have written the texts of the list."""
        found = self._answers()
        group = self.group(found[1]) if found and found[1] else None
        return self.base if group is None else self.base & group

    @property
    def key(self) -> Key | None:
        """What the texts of the list are; None for a list of something else."""
        above, level = self.block.above, self.level
        if not above:
            return None
        if any("Opmerkingen bij het formulier" in title for title in above):
            return "", "", REMARKED
        if found := self._answers():
            return found[0], "", ANSWERED
        if level and any("Toelichtingen van respondenten" in title for title in above):
            labels = self.public.form.outcome_labels(level)
            codes = [code for code, label in labels.items() if label == above[-1]]
            return level, codes[0] if codes else ANYTHING, EXPLAINED
        if level and above[-1] == self.public.form.answers.other:
            return level, OTHER, OTHER_TEXT
        return None

    def _answers(self) -> tuple[str, str] | None:
        """'B3.1 Instellingsniveau: hbo' above answers to the opening question: level and group."""
        title = re.sub(r"^B?\d+\.\d+ ", "", self.block.above[-1] if self.block.above else "")
        label, _, group = title.partition(": ")
        if group and self.group(group) is None:
            return None
        codes = [lv.code for lv in self.public.form.levels if lv.label == label.lower()]
        return (codes[0], group) if codes else None


class Sentence(Reader):
    """A paragraph or heading: counts and shares in words."""

    def read(self) -> None:
        whole = self.block.text.startswith("Grafiek. ")  # on the front page, with its bars
        parts = re.split(r"(?<=[.!?]) (?=[A-Z‘'])", self.block.text)
        for sentence in [self.block.text] if whole else parts:
            if self._read(sentence) or not re.search(COUNTED, sentence):
                continue
            if self.block.kind == "text" and not any(re.search(p, sentence) for p in KNOWN):
                self.facts.missed(self.block, sentence)

    def _read(self, sentence: str) -> bool:
        marked, outcomes = self._marked(sentence)
        found = False
        for pattern, rule in RULES:
            for match in re.finditer(pattern, marked):
                rule(self, match, outcomes)
                found = True
        return found

    def _marked(self, sentence: str) -> tuple[str, list[tuple[str, str]]]:
        """The sentence with ⟦i⟧ for the i-th outcome that it names."""
        form, outcomes = self.public.form, []
        names = [
            (name, (level.code, code))
            for level in sorted(form.levels, key=lambda lv: lv.code != self.level)
            for code, name in form.outcome_phrases(level.code).items()
        ]
        for name, where in sorted(names, key=lambda pair: -len(pair[0])):
            for written in (name, name[:1].upper() + name[1:]):
                if written in sentence:
                    sentence = sentence.replace(written, f"⟦{len(outcomes)}⟧")
                    outcomes.append(where)
        return sentence, outcomes

    # ---- rules: what a match of a pattern tells

    def count(self, key: Key, span: Span, group: Mask | None = None) -> None:
        at = f"{self.block.source}: {self.block.text[:60]}"
        self.facts.count(key, self.base if group is None else group, span, at)

    def sum(self, keys: Sequence[Key], span: Span) -> None:
        self.facts.add(dict.fromkeys(keys, self.base), span, self.block.source)

    def mentioned(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        if int(match["n"]) == self.n(self.base):
            value = int(match["count"])
            self.count((*outcomes[int(match["o"])], MENTIONED), (value, value))

    def tied(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        """'Het vaakst genoemd worden a en b: elk door 26 van de 32 respondenten'."""
        value = int(match["count"])
        for number in re.findall(r"⟦(\d+)⟧", match["named"]):
            self.count((*outcomes[int(number)], MENTIONED), (value, value))

    def first_answer(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        level, outcome = outcomes[int(match["o"])]
        kind = Table(self.block, self.facts)._what(match["answer"])
        value, total = int(match["count"]), int(match["n"])
        self.count((level, outcome, kind), (value, value))
        answers = [k for k in self.public.kinds(kind.split()[0]) if not k.endswith(UNKNOWN)]
        self.sum([(level, outcome, k) for k in answers], (total, total))

    def between(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        """'Ook a, b en c worden … genoemd (55 tot 64%)', from most to least."""
        low, high = int(match["low"]), int(match["high"] or match["low"])
        n, named = self.n(self.base), [outcomes[int(o)] for o in re.findall(r"⟦(\d+)⟧", match[0])]
        for where in named:
            self.count((*where, MENTIONED), ((low - 0.5) * n / 100, (high + 0.5) * n / 100))
        for more, less in pairwise(named):
            terms = {(*more, MENTIONED): 1.0 * self.base, (*less, MENTIONED): -1.0 * self.base}
            self.facts.add(terms, (0, np.inf), f"{self.block.source}: order")

    def group_shares(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        """'bij a: 66% (hbo) tegen 54% (mbo)'."""
        for share, group in self._shares(match):
            n = self.n(group) / 100
            span = (share - 0.5) * n, (share + 0.5) * n
            self.count((*outcomes[int(match["o"])], MENTIONED), span, group)

    def answer_shares(self, match: re.Match[str], outcomes: list[tuple[str, str]]) -> None:
        """'bij a (‘Nieuw’): 67% (hbo) tegen 0% (mbo)', of those who mention it."""
        level, outcome = outcomes[int(match["o"])]
        kind = Table(self.block, self.facts)._what(match["answer"])
        for share, group in self._shares(match):
            for sign, bound in ((1, share + 0.5), (-1, share - 0.5)):
                terms = {(level, outcome, kind): sign * 1.0 * group}
                terms[level, outcome, MENTIONED] = -sign * bound / 100 * group
                self.facts.add(terms, (-np.inf, 0), f"{self.block.source}: {match[0][:60]}")

    def _shares(self, match: re.Match[str]) -> Iterator[tuple[int, Mask]]:
        for share, label in re.findall(r"(\d+)% \(((?:[^()]|\([^()]*\))+)\)", match["shares"]):
            label = re.sub(r"; \d+ van \d+$", "", label.removeprefix("de "))
            group = self.group(label)
            if group is not None:
                yield int(share), group
            elif not label.startswith(LATER):
                self.facts.missed(self.block, f"group {label}")

    def no_more(self, match: re.Match[str], _: object) -> None:
        """'Het grootste verschil zit bij a: 66% (mbo) tegen 36% (hbo).', perhaps with one more:
        all others differ no more than the last of these, or, when it stands alone, less than 10.
        """
        marked, outcomes = self._marked(self.block.text)
        told = re.findall(
            r"(?:verschil zit bij|Ook bij) ⟦(\d+)⟧(?: is er verschil)?: "
            r"(\d+)% \(.*?\) tegen (\d+)% \(",
            marked,
        )
        named = {outcomes[int(o)] for o, *_ in told}
        last = (int(told[-1][1]) - int(told[-1][2]) + 1) / 100 if len(told) > 1 else 0.1
        self._differ(last, named)

    def small(self, match: re.Match[str], _: object) -> None:
        """'De verschillen tussen mbo en hbo zijn klein: overal minder dan 10 procentpunten.', or
        'Tussen mbo en hbo is er geen verschil.'
        """
        self._differ(int(match["points"] or 0) / 100, set())

    def _differ(self, most: float, but: set[tuple[str, str]]) -> None:
        """No two groups of the page differ more, in what share mentions an outcome."""
        if self.block.folder.kind == COMPARISON:
            return  # nothing is known here of the other wave
        if self.block.text.startswith("Vergeleken is onder wie het noemde."):
            return  # the table beside it has each count of it in full
        shown = self.facts.compared.get((self.block.folder, self.block.above), {})
        if len(shown) < 2:
            self.facts.missed(self.block, f"which groups: {self.block.text}")
        for one, other in combinations(shown, 2):
            first, second = np.frombuffer(one, bool), np.frombuffer(other, bool)
            if (first & second).any():
                continue
            for outcome in (shown[one] & shown[other]) - but:
                if outcome[0] == self.level:
                    weights = first / self.n(first) - second / self.n(second)
                    span = (-most - EXACT, most + EXACT)
                    self.facts.add({(*outcome, MENTIONED): weights}, span, self.block.source)

    def half(self, match: re.Match[str], _: object) -> None:
        """'Van de 17 voorgelegde opbrengsten worden er twaalf door ten minste de helft genoemd'"""
        low, high = amount(match["half"]), amount(match["to"] or match["half"])
        every = sum(len(level.outcomes) for level in self.public.form.levels)
        shown = int(amount(match["shown"])[0]) if match["shown"] else every
        self.facts.halves.append((self.block, self.base, shown, (low[0], high[1])))

    def answer_by_level(self, match: re.Match[str], _: object) -> None:
        """'… het antwoord ‘Nieuw’ … het vaakst gegeven op studentniveau (45%), gevolgd door …'"""
        # On the front page the sentence before it names the answer.
        (answer,) = re.findall(r"antwoord ‘(.+?)’", f"{self.block.text} {match[0]}")[-1:]
        answer, table = answer[:1].upper() + answer[1:], Table(self.block, self.facts)
        shares = re.findall(r"(\w+niveau) \((\d+)%\)", match["parts"])
        half = 0.005 if any(int(share) % 5 for _, share in shares) else 0.03
        for label, share in shares:
            level, kind = table._level_of(label), table._what(answer)
            table.share_of(level, kind, (int(share) / 100 - half, int(share) / 100 + half))

    def without_theme(self, match: re.Match[str], _: object) -> None:
        """'19 van de 174 antwoorden hebben er geen': all others have at least one."""
        none, total = amount(match["none"] or "geen")[0], amount(match["n"])[0]
        levels = [level.code for level in self.public.form.levels]
        self.sum([(level, "", ANSWERED) for level in levels], (total, total))
        per_theme = [[(lv, "", f"theme {theme}") for lv in levels] for theme in self.public.themes]
        self.sum([key for keys in per_theme for key in keys], (total - none, np.inf))
        for keys in per_theme:
            self.sum(keys, (0, total - none))

    def bases(self, match: re.Match[str], _: object) -> None:
        """'Basis: mbo (n = 41) en hbo (n = 33)': of a level it is who answered it. Alone it is of
        all respondents, or of who mention each outcome of its figure.
        """
        n = amount(match["n"])
        if "(" not in match[0] and int(n[0]) != self.n(self.base):
            about = re.search(r"Grafiek: (Status|Aard) ", self.block.text)
            question = {"Status": "status", "Aard": "nature"}[about[1]] if about else ""
            outcomes = self.facts.listed.get((self.block.folder, self.level, question), set())
            for outcome in outcomes:
                self.count((self.level, outcome, MENTIONED), n)
            if not outcomes:
                self.facts.missed(self.block, match[0])
        for label, value in re.findall(r"(?:^Basis: |, | en )([^,]*?) \(n = (\d+)\)", match[0]):
            level = Table(self.block, self.facts)._level_of(label)
            if level and label:
                self.count((level, "", ANSWERED), amount(value))

    def silence(self, match: re.Match[str], _: object) -> None:
        level = self.level
        for what, outcome, name in ((MENTIONED, NONE, "none"), (MISSING, "", "missing")):
            self.count((level, outcome, what), amount(match[name]))

    def others(self, match: re.Match[str], _: object) -> None:
        self.count((self.level, OTHER, MENTIONED), amount(match[1]))

    def no_others(self, match: re.Match[str], _: object) -> None:
        self.count((self.level, OTHER, OTHER_TEXT), (0, 0))

    def times(self, match: re.Match[str], _: object) -> None:
        """'Opbrengsten zijn 203 keer genoemd: 48% als ‘gerealiseerd’ …': of the outcomes in the
        figure that follows.
        """
        total = int(match["total"])
        known = int(match["known"] or total)
        table = Table(self.block, self.facts)
        parts = re.findall(r"(\d+)% als ‘(.+?)’", match["parts"])
        kinds = [(int(p), table._what(a[:1].upper() + a[1:])) for p, a in parts]
        question = kinds[0][1].split()[0]
        outcomes = self.facts.listed.get((self.block.folder, self.level, question))
        if not outcomes:  # no figure: of all
            outcomes = set(self.public.form.level(self.level).listed)
        self.sum([(self.level, o, MENTIONED) for o in outcomes], (total, total))
        every = self.public.kinds(question)[:-1]
        self.sum([(self.level, o, k) for o in outcomes for k in every], (known, known))
        for share, kind in kinds:
            span = (share - 0.5) * known / 100, (share + 0.5) * known / 100
            self.sum([(self.level, o, kind) for o in outcomes], span)

    def explained(self, match: re.Match[str], _: object) -> None:
        level, given = self.public.form.level(self.level), amount(match[1])
        self.sum([(level.code, o, EXPLAINED) for o in level.rows], given)
        if match[2]:
            self.sum([(level.code, o, MENTIONED) for o in level.rows], amount(match[2]))
        self.count((level.code, "", EXPLAINERS), amount(match[3] or "geen"))

    def remarked(self, match: re.Match[str], _: object) -> None:
        self.count(("", "", REMARKED), amount(match[1]))

    def answered(self, match: re.Match[str], _: object) -> None:
        if counted := re.search(r"(\d+) van (?:de )?\d+", match["who"]):
            self.count(("", "", ANY_ANSWER), amount(counted[1]))
        for value, label in re.findall(
            r"(\d+) bij (.+?)(?=, \d| en \d|\.$|$)", match["groups"] or ""
        ):
            group = self.group(label)
            if group is None:
                self.facts.missed(self.block, f"group {label}")
            else:
                self.count(("", "", ANY_ANSWER), amount(value), group & self.base)

    def headed(self, match: re.Match[str], _: object) -> None:
        """'B3.1 Mbo (n = 16)' above answers to the opening question."""
        name = match["name"]
        group = self.group(name)
        group = self.group(name[:1].lower() + name[1:]) if group is None else group
        if group is not None and self.block.kind == "heading":
            self.count(("", "", ANY_ANSWER), amount(match["n"]), group & self.base)

    def all_answers(self, match: re.Match[str], _: object) -> None:
        """'Bij 261 van de 646 keer dat iemand een opbrengst noemde, was het antwoord …'"""
        answer = match["answer"]
        kind = Table(self.block, self.facts)._what(answer[:1].upper() + answer[1:])
        pairs = [(lv.code, o) for lv in self.public.form.levels for o in lv.listed]
        self.sum([(*pair, kind) for pair in pairs], amount(match["count"]))
        every = self.public.kinds(kind.split()[0])[:-1]
        self.sum([(*pair, k) for pair in pairs for k in every], amount(match["n"]))

    def level_bases(self, match: re.Match[str], _: object) -> None:
        """'Instellingsniveau (n = 203): 48%' under a figure on the front page."""
        answer = match["answer"]
        kind = Table(self.block, self.facts)._what(answer[:1].upper() + answer[1:])
        for label, total, share in re.findall(r"(\w+) \(n = (\d+)\): (\d+)%", match["parts"]):
            level = Table(self.block, self.facts)._level_of(label.lower())
            listed = self.public.form.level(level).listed
            every = self.public.kinds(kind.split()[0])[:-1]
            self.sum([(level, o, k) for o in listed for k in every], amount(total))
            span = (int(share) - 0.5) * int(total) / 100, (int(share) + 0.5) * int(total) / 100
            self.sum([(level, o, kind) for o in listed], span)

    def on_front(self, match: re.Match[str], _: object) -> None:
        """'Soft skills (studentniveau): 80%' under a figure on the front page."""
        level = Table(self.block, self.facts)._level_of(match["level"])
        labels = self.public.form.outcome_labels(level, short=True) if level else {}
        n = self.n(self.base) / 100
        for code, label in labels.items():
            if label == match["name"]:
                span = (int(match["share"]) - 0.5) * n, (int(match["share"]) + 0.5) * n
                self.count((level, code, MENTIONED), span)

    def followed(self, match: re.Match[str], _: object) -> None:
        """'Wie … alle totalen naast elkaar legt, weet van zes kleine groepen …': which they are
        stands in the table beside it, and follows from the counts that are shown.
        """
        groups = len(self.facts.followed[self.block.folder])
        if amount(match[1])[0] != groups:
            self.facts.missed(self.block, f"{groups} groups are listed: {match[0]}")

    def followed_alone(self, match: re.Match[str], _: object) -> None:
        """'Uit het rapport alleen volgt dat van drie.': as the table beside it has."""
        alone = sum(int(row[2]) > 0 for row in self.facts.followed[self.block.folder])
        if amount(match[1])[0] != alone:
            self.facts.missed(self.block, f"{alone} groups are listed: {match[0]}")

    def no_status(self, match: re.Match[str], _: object) -> None:
        pairs = [(lv.code, o) for lv in self.public.form.levels for o in lv.rows]
        self.sum([(*pair, f"status {UNKNOWN}") for pair in pairs], amount(match[1]))

    def theme(self, match: re.Match[str], _: object) -> None:
        for label, theme, value in re.findall(
            r"op (\S+) over (.+?) \((\d+) van \d+; \d+%\)", match[0]
        ):
            level = Table(self.block, self.facts)._level_of(label)
            codes = [c for c, name in self.public.themes.items() if name.lower() == theme.lower()]
            if level and codes:
                self.count((level, "", f"theme {codes[0]}"), amount(value))


# What follows from the intervals of the shares that are shown.
SURE_OF_HALF = r"toeval meegerekend is dat van \w+ zeker"
COUNT = r"(?P<count>\d+) van (?:de )?(?P<n>\d+)"
Rule = Callable[[Sentence, re.Match[str], list[tuple[str, str]]], None]
RULES: list[tuple[str, Rule]] = [
    (rf"⟦(?P<o>\d+)⟧(?: op \w+)? \({COUNT}; \d+%\)", Sentence.mentioned),
    (rf"⟦(?P<o>\d+)⟧: door (?:[a-z ]+ \()?{COUNT}", Sentence.mentioned),
    (rf"genoemd worden (?P<named>.*): elk door (?:[a-z ]+ \()?{COUNT}", Sentence.tied),
    (
        rf"‘(?P<answer>[^’]+)’ is naar verhouding het vaakst gekozen bij ⟦(?P<o>\d+)⟧: "
        rf"{COUNT} die ",
        Sentence.first_answer,
    ),
    (
        r"Ook .*⟦\d+⟧ wordt? ?(?:en )?door ten minste de helft genoemd "
        r"\((?P<low>\d+)(?: tot (?P<high>\d+))?%\)",
        Sentence.between,
    ),
    (
        r"Ook .*⟦\d+⟧ worden door ten minste de helft genoemd "
        r"\((?P<low>\d+)(?: tot (?P<high>\d+))?%\)",
        Sentence.between,
    ),
    (r"bij ⟦(?P<o>\d+)⟧(?: is er verschil)?: (?P<shares>\d+% \(.*)", Sentence.group_shares),
    (
        r"bij ⟦(?P<o>\d+)⟧ \(‘(?P<answer>[^’]+)’\)(?: is er verschil)?: (?P<shares>\d+% \(.*)",
        Sentence.answer_shares,
    ),
    (
        rf"Van de \d+ respondenten kruis(?:t|en) (?:er )?(?P<none>{AMOUNT}) ‘[^’]+’ aan; "
        rf"(?P<missing>{AMOUNT}) (?:liet|lieten) dit deel",
        Sentence.silence,
    ),
    (rf"(?i)^{AMOUNT} (?:kiest|kiezen) \(ook\) ‘", Sentence.others),
    (r"^Niemand vulde iets in bij ‘", Sentence.no_others),
    (
        r"(?:Opbrengsten|De opbrengsten in de figuur) zijn (?P<total>\d+) keer genoemd"
        r"(?:; bij (?P<known>\d+) daarvan is dit ingevuld)?: (?P<parts>.*)",
        Sentence.times,
    ),
    (
        rf"bij (\d+|geen)(?: van de (\d+))? genoemde opbrengst(?:en)?"
        rf"(?:, door {AMOUNT} respondent)?",
        Sentence.explained,
    ),
    (r"(\d+|Niemand) van de \d+ respondenten vulden? hier iets in", Sentence.remarked),
    (
        r"Bij ten minste één niveau vulde?n? (?P<who>.*?) iets in(?:: (?P<groups>.*)|\.)",
        Sentence.answered,
    ),
    (r"^B?\d+\.\d+ (?P<name>.*) \(n = (?P<n>\d+)\)$", Sentence.headed),
    (
        rf"Bij {COUNT} keer dat iemand een opbrengst noemde, was het antwoord ‘(?P<answer>[^’]+)’",
        Sentence.all_answers,
    ),
    (
        r"Wie een opbrengst noemt, antwoordt in \d+% van de gevallen ‘(?P<answer>[^’]+)’\. "
        r"(?P<parts>.*)\. Basis",
        Sentence.level_bases,
    ),
    (
        r"(?:\. |, | en )(?P<name>[A-Z][^,.]*?) \((?P<level>\w+)\): (?P<share>\d+)%",
        Sentence.on_front,
    ),
    (rf"(?:naast elkaar legt, weet van|Van) {AMOUNT} kleine groep", Sentence.followed),
    (rf"^Uit het rapport alleen volgt dat van {AMOUNT}\.", Sentence.followed_alone),
    (rf"Bij {AMOUNT} genoemde opbrengst(?:en)? ontbreekt de status", Sentence.no_status),
    (r"^Het grootste verschil zit bij ⟦\d+⟧:", Sentence.no_more),
    (r"zijn klein: overal minder dan (?P<points>\d+) procentpunten", Sentence.small),
    (r"^Tussen .* is er geen verschil(?P<points>)\.$", Sentence.small),
    (
        rf"Van de (?P<shown>\d+) (?:voorgelegde|getoonde) opbrengsten word(?:t|en) er "
        rf"(?P<half>{AMOUNT})(?P<to>(?!)x)? door ten minste de helft",
        Sentence.half,
    ),
    (
        r"^opbrengsten door ten minste de helft genoemd: (?P<half>\d+)(?: tot (?P<to>\d+))? "
        rf"\((?:van de (?P<shown>\d+) die worden getoond; )?{SURE_OF_HALF}\)$",
        Sentence.half,
    ),
    (
        rf"^Van de (?P<shown>{AMOUNT}) opbrengsten (?:is|zijn) er (?P<half>{AMOUNT})(?P<to>(?!)x)? "
        rf"door ten minste de helft genoemd; {SURE_OF_HALF}",
        Sentence.half,
    ),
    (
        r"^Of the (?P<shown>\d+) outcomes asked about, (?P<half>\d+)(?: to (?P<to>\d+))? "
        r"w(?:as|ere) mentioned by at least half",
        Sentence.half,
    ),
    (
        r"^(?:Bij de genoemde opbrengsten is het antwoord ‘[^’]+’ naar verhouding het vaakst "
        r"gegeven|Het aandeel is het grootst) op (?P<parts>.*)",
        Sentence.answer_by_level,
    ),
    (
        rf"(?P<none>{AMOUNT}) van de (?P<n>\d+) antwoorden (?:heeft|hebben) er geen",
        Sentence.without_theme,
    ),
    (r"(?P<none>)alle (?P<n>\d+) antwoorden hebben er ten minste één", Sentence.without_theme),
    (r"^Basis: (?:.* \()?n = (?P<n>\d+)\)?\.$", Sentence.bases),
    (r"over .+? \(\d+ van \d+; \d+%\)", Sentence.theme),
]
# Digits, and words for a number of people or of anything else.
COUNTED = rf"(?i)\d|\b({'|'.join(w for w in WORDS if w != 'één')}|niemand|geen enkele?)\b"
# The title of a figure of two waves, of which the sentence above it tells as much.
MANY_CHANGED = r"^(Alle|\w+ van de) \w+ opbrengsten worden (vaker|minder vaak) "
# What names a chapter or a figure, or says how many there are of a group, in navigation, titles
# and drawings.
NO_SENTENCES = "|".join(
    (
        r"^(De cijfers bij |In het rapport: )?([Hh]oofdstuk|[Bb]ijlage|[Ff]iguur|[Tt]abel) B?\d",
        r"^B?\d+\.\d+ |^tranche \d$|^\(\d+ van de \d+\)$|(^|\(n )= \d+\)$",
        r"^(Editie .*: )?\d+ (van de \d+ )?respondenten$|[Tt]wee metingen",
        r"\(editie .*\)$",  # the title of a page of an edition
        r"(^|met )95%-interval$|^Deel van alle respondenten \(n = \d+\),$",  # of an axis
        r"elke vraag invulden: \d+ vragen$|^Alle \d+ kolommen, een voor een$",
        r"SHA-256|^utf-8$|initial-scale|^default-src",
        MANY_CHANGED,
        # Of a drawing; `drawn_more` looks whether its table has it.
        r"^\d+% \(\d+ van \d+\)$|^\d+ van \d+$|^[^.:]+: \d+(–\d+)?%( \(\d+ van \d+\))?$",
        r"^Grafiek: |^Basis: .*n = |^Bron: |\(n = \d+\)[,.]",  # of its file
    )
)
# Sentences with digits that tell nothing about answers, or only what a table beside them does.
KNOWN = [
    # Of a figure, whose table is read; `drawn_more` compares the two.
    r"^Tabel B?\d+\.\d+ CSV$|^Waarden\b|^Grafiek: |^Basis: n = \d+ tot \d+\.$",
    r"^(Gemaakt met notebook|Hoofdstuk|Bijlage|Editie|Volgende|Vorige|Voorpagina)",
    r"^([0-9a-f]{64}|(respondenten(?: in de \w+ meting)?: \d+|werkplaatsen: \d+|"
    r"opbrengsten (voorgelegd|vergeleken): \d+) \(.*\))$",
    r"minder dan tien (mensen|respondenten)|ten minste twee uit elkaar|acht projectleiders",
    r"^Geen enkel gewogen aandeel ligt|ten minste tien mensen telt|^Er zijn geen twee groepen die ",
    r"toeval alle verschillen verklaren|twee losse groepen|mensen twee keer mee|[Tt]wee metingen",
    r"[Bb]enaderd|kan door|verschillende verzamelingen|95%-interval|Onnauwkeurig|respons het",
    r"dwimpact \d|SHA-256|Regioplan|van de \d+ vergeleken opbrengsten|in de nieuwste meting",
    r"^(Volgens de publicatie begonnen zes|Daarvan|Zij komen)",
    r"^(De \d+ \w+ tellen|Bij \w+ van de \d+ is er)",
    r"antwoorden zijn met de hand|Deze editie gaat|De andere \d+ respondenten|in digit",
    r"^de antwoorden van \d+ respondenten$",
    r"^Niet apart getoond|minder dan \d+ mensen|gevolgd door|grootste verschuiving|Weging",
    r"ontwerpeffect|\d+ rijen|uitspraken met|spreken er|De percentages zijn steeds",
    r"subsidie|\(IEC|ISO|bijzonderheden gevonden|iets afgeschermd|tussen twee percentages",
    r"kappa|verschillen zijn groter dan door toeval|Had iedereen geantwoord|in 95 van de 100",
    r"^(\d+|Not one) of the \d+ w(as|ere) mentioned by at least half",
    r"^Of the \d+ mentioned by at least half, (\d+|not one) surely w(as|ere), chance allowed for",
    # The account of method: what follows from published counts and from the number approached.
    r"^Een interval is in dit rapport gemiddeld|samenhang binnen een|buiten beschouwing laat, komt"
    r"|^Met geen van beide komt het op",
    # In brief: what follows from the intervals of the shares that are shown.
    r"percentage points from the one shown",
    r"^For \d+ (of the \d+ )?people",
    MANY_CHANGED,
    r"^Zitten mensen uit twee groepen|^Horen de mensen van één",
    r"van die \d+ dat ook zou doen|cijfers achter de komma|p dan 0,05|in één toets in plaats",
]


# ---- numbers as they are written


def spans_of(cells: Sequence[str]) -> list[Span | None]:
    """What each cell of a column may have been before it was rounded; None where it says nothing.

    To which step a column is rounded follows from all of it.
    """
    values = [number_in(cell) for cell in cells]
    plain = [v for cell, v in zip(cells, values, strict=True) if v is not None and "–" not in cell]
    whole = all(re.fullmatch(r"−?-?\d+", cell) for cell in cells if number_in(cell) is not None)
    if whole and not any("%" in cell for cell in cells):
        half = 0.0
    else:
        steps = [s for s in STEPS if all(abs(v / s - round(v / s)) < 1e-6 for v in plain)]
        half = steps[0] / 2 if steps and plain else EXACT
        if any("%" in cell for cell in cells):
            half = 0.005
    return [_span(cell, value, half) for cell, value in zip(cells, values, strict=True)]


def _span(cell: str, value: float | None, half: float) -> Span | None:
    if both := re.match(r"^(\d+)\s?–\s?(\d+)%$", cell):  # an interval: what each end may be
        return int(both[1]) / 100 - 0.005, int(both[2]) / 100 + 0.005
    if value is None:
        return None
    if cell.lstrip().startswith("<"):
        return 0.0, value
    return value - half, value + half


def number_in(cell: str) -> float | None:
    """'0.25', '25%*', '−3' or '1,5' as a number; percentages as shares."""
    text = cell.strip().lstrip("<").strip().rstrip("*").replace("−", "-").replace(",", ".")
    share = text.endswith("%")
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        return None
    return value / 100 if share else value


def number(cell: str) -> Span | None:
    value = number_in(cell)
    return None if value is None else (value, value)


def amount(word: str) -> Span:
    """'drie', 'niemand' or '21'."""
    word = word.lower()
    if word in ("niemand", "geen enkele", "geen"):
        return 0.0, 0.0
    value = 1 if word == "eén" else int(word) if word.isdigit() else WORDS.index(word)
    return float(value), float(value)


def within(span: Span | None, value: float) -> bool:
    return span is None or span[0] - EXACT <= value <= span[1] + EXACT


@cache
def fitting(
    n: int,
    populations: tuple[float, ...],
    cells: tuple[tuple[str, Span | None], ...],
    imprecise: str,
) -> Span | None:
    """The smallest and largest count of n that agrees with all numbers of a row."""
    if not n:
        return 0.0, 0.0
    counts = np.arange(n + 1)
    fits = [_fits(counts, n, population, dict(cells), imprecise) for population in populations]
    found = counts[np.any(fits, axis=0)]
    return (float(found.min()), float(found.max())) if len(found) else None


def _fits(
    counts: npt.NDArray[np.int64],
    n: int,
    population: float,
    told: Mapping[str, Span | None],
    imprecise: str,
) -> Mask:
    low, high = wilson(counts, n, population)
    ok = np.ones(n + 1, dtype=bool)
    for column, values in {
        "Aantal": counts,
        "Aandeel": counts / n,
        "Ondergrens": low,
        "Bovengrens": high,
    }.items():
        if span := told.get(column):
            ok &= (values >= span[0] - EXACT) & (values <= span[1] + EXACT)
    if interval := told.get("95%-interval"):  # both ends, each a rounding wide
        ok &= (np.abs(low - interval[0] - 0.005) <= 0.005 + EXACT) & (
            np.abs(high - interval[1] + 0.005) <= 0.005 + EXACT
        )
    if imprecise:
        ok &= is_imprecise(counts, n, population) == (imprecise == "ja")
    return ok


def wilson(counts: npt.NDArray[np.int64], n: int, population: float) -> tuple[Weights, Weights]:
    """The 95% interval that the reports say they give."""
    rest = 1.0 if np.isinf(population) else max(population - n, 0) / max(population - 1, 1)
    z2 = float(ndtri(0.975)) ** 2 * rest / n
    share = counts / n
    centre = (share + z2 / 2) / (1 + z2)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2)
    low, high = np.minimum(centre - half, share), np.maximum(centre + half, share)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


@cache
def fisher(x: int, n: int, y: int, m: int) -> float:
    return float(fisher_exact([[x, n - x], [y, m - y]]).pvalue)
