"""The attack on a report and its editions, made in this process, and whether it can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attack import answers, exactly_known, pinned, ranges, said_to_follow, told
from built_quickly import built_quickly
from drawn_studies import SHIPPED, SMALL, write_draw
from hypothesis import given, settings
from hypothesis import strategies as st
from made_once import made_once
from public import MENTIONED, Public, small_groups
from published import EDITION, REPORT, Block, Folder, Reading, read_page
from published_facts import FOLLOWS, Facts, Table, collect, fitting, number_in, spans_of
from published_texts import drawn_more, lists_unread, row_level, text_candidates, unsorted_lists
from truth import Study, false_facts, study_of

from dwimpact.statistics import wilson_interval
from dwimpact.study.questionnaire.model import Questionnaire

ALL = np.ones(3, dtype=bool)
KEY = ("school", "network", MENTIONED)
KINDS = ("status realised", "status expected", "status unknown")


@pytest.fixture(scope="module")
def public(form: Questionnaire) -> Public:
    """Five people in three cells of the tiny study: mbo and hbo at alfa, hbo at beta."""
    cells = [
        ("alfa", 1, "early", "mbo", "mbo", 2),
        ("alfa", 1, "early", "hbo", "higher", 2),
        ("beta", 2, "late", "hbo", "higher", 1),
    ]
    columns = ["workplace", "tranche", "tranche_group", "sector", "sector_group", "people"]
    groups = [("tranche", "1", 6), ("tranche", "2", 4), ("tranche", "3", 2)]
    groups += [("sector", "mbo", 5), ("sector", "hbo", 4), ("sector", "wo", 2)]
    groups += [("sector", "other", 1)]
    return Public(
        form=form,
        cells=pd.DataFrame(cells, columns=columns),
        approached=pd.DataFrame(groups, columns=["dimension", "group", "approached"]),
        themes={},
        workplaces={"alfa": "Werkplaats Alfa", "beta": "Werkplaats Bèta"},
    )


def every_answer(people: int) -> list[tuple[int, ...]]:
    """Mentions and statuses of a cell: every way in which the three statuses add up."""
    return [
        (a + b + c, a, b, c)
        for a, b, c in product(range(people + 1), repeat=3)
        if a + b + c <= people
    ]


PUBLISHED = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 7), st.integers(0, 1)), min_size=1, max_size=5
)


@settings(max_examples=30)
@given(true=st.tuples(*(st.sampled_from(every_answer(n)) for n in (2, 2, 1))), told=PUBLISHED)
def test_the_program_finds_what_trying_every_table_finds(
    public: Public, true: tuple[tuple[int, ...], ...], told: list[tuple[int, int, int]]
) -> None:
    facts, known = Facts(public), []
    for kind, cells, slack in told:
        group = np.array([bool(cells & bit) for bit in (1, 2, 4)])
        value = sum(true[cell][kind] for cell in np.flatnonzero(group))
        what = (MENTIONED, *KINDS)[kind]
        facts.add({(*KEY[:2], what): group}, (value - slack, value + slack), "told")
        known.append((kind, group, value, slack))
    targets = {"mbo": np.array([1, 0, 0], bool), "alfa": np.array([1, 1, 0], bool)}
    fit = [
        table
        for table in product(*(every_answer(n) for n in (2, 2, 1)))
        if all(
            abs(sum(table[cell][kind] for cell in np.flatnonzero(group)) - value) <= slack
            for kind, group, value, slack in known
        )
    ]
    found = ranges(facts, targets).set_index(["level", "outcome", "what", "group"])
    for kind, what in enumerate((MENTIONED, *KINDS)):
        for name, group in targets.items():
            values = [sum(t[cell][kind] for cell in np.flatnonzero(group)) for t in fit]
            row = found.loc[(*KEY[:2], what, name)]
            assert (row["low"], row["high"]) == (min(values), max(values))


def test_a_group_follows_from_the_total_and_the_group_beside_it(public: Public) -> None:
    facts = Facts(public)
    facts.count(KEY, ALL, (3, 3), "total")
    facts.count(KEY, public.where(sector="hbo"), (2, 2), "hbo")
    targets = small_groups(public, 3)
    found = ranges(facts, targets, enough=2)
    leaks = pinned(found[found["what"] == MENTIONED], 2)
    network = leaks[leaks["outcome"] == "network"]
    # Of three people who mention it twice, any two mention it at least once.
    expected = [["mbo", 2, 1, 1], ["higher × early", 2, 1, 2]]
    assert network[["group", "n", "low", "high"]].to_numpy().tolist() == expected
    (line,) = told(facts, targets, network)
    assert line == (
        "school/network/mentioned: 1 to 1 of the 2 of mbo, and of 1 other groups, by: "
        "3..3 = school/network/mentioned of 5 people [total]; "
        "2..2 = school/network/mentioned of 3 people [hbo]"
    )


def test_answers_that_contradict_each_other_are_told(public: Public) -> None:
    facts = Facts(public)
    facts.count(KEY, ALL, (1, 1), "total")
    facts.count(KEY, public.where(sector="hbo"), (2, 2), "hbo")
    with pytest.raises(ValueError, match="no answers agree with all that is published"):
        ranges(facts, small_groups(public, 3))


@pytest.mark.parametrize(
    ("cells", "spans"),
    [
        (["36", "38"], [(36, 36), (38, 38)]),
        (["56%", "25%*", "–"], [(0.555, 0.565), (0.245, 0.255), None]),
        (["0.45", "0.30000000000000004"], [(0.425, 0.475), (0.275, 0.325)]),
        (["46–66%"], [(0.455, 0.665)]),
        (["< 0,001"], [(0, 0.001)]),
    ],
)
def test_numbers_stand_for_what_they_were_rounded_from(
    cells: list[str], spans: list[tuple[float, float] | None]
) -> None:
    for found, expected in zip(spans_of(cells), spans, strict=True):
        assert found is None if expected is None else found == pytest.approx(expected)


def test_an_exact_share_is_no_rounded_one() -> None:
    ((low, high),) = spans_of(["0.5384615384615384"])
    assert high - low < 1e-6
    assert number_in("−3") == -3


@given(n=st.integers(1, 60), data=st.data())
def test_an_interval_in_full_gives_the_count(n: int, data: st.DataObject) -> None:
    """No count beside it: the bounds alone tell, by the formula that the report names."""
    count = data.draw(st.integers(0, n))
    population = data.draw(st.sampled_from([float("inf"), n + 1.0, 3.0 * n]))
    low, high = (float(bound) for bound in wilson_interval(count, n, population))
    cells = tuple(
        (c, spans_of([repr(v)])[0]) for c, v in (("Ondergrens", low), ("Bovengrens", high))
    )
    found = fitting(n, (population,), cells, "")
    assert found is not None
    assert found[0] <= count <= found[1]
    assert found[1] - found[0] <= (0 if low > 1e-3 and repr(low)[5:] else 1)


# ---- the shipped study as it was published


@pytest.fixture(scope="module")
def quickly(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., tuple[Study, Reading, Facts]]:
    def quickly(draw, mode, *, editions=True):
        def make(folder: Path) -> tuple[Study, Reading, Facts]:
            study = write_draw(draw, root / "data/raw", folder / "study", mode)
            made = folder / "made"
            reading = built_quickly(study, root / "notebooks", made, with_editions=editions)
            known = study_of(study)
            return known, reading, collect(reading, known.public)

        name = f"attack-{draw.name}-{mode}{'' if editions else '-alone'}"
        return made_once(tmp_path_factory, name, make)

    return quickly


@pytest.fixture(scope="module")
def as_published(quickly):
    return quickly(SHIPPED, "as_published")


@pytest.fixture(
    scope="module",
    params=[pytest.param(draw, id=draw.name, marks=pytest.mark.long) for draw in (SMALL, SHIPPED)],
)
def strict(quickly, request):
    """The report with its editions."""
    return quickly(request.param, "strict")


@pytest.mark.long
def test_as_published_every_number_is_read_and_read_well(as_published) -> None:
    assert_read_well(as_published)


def test_strictly_every_number_is_read_and_read_well(strict) -> None:
    assert_read_well(strict)


def assert_read_well(made: tuple[Study, Reading, Facts]) -> None:
    study, _, facts = made
    assert facts.unread == []
    assert len(facts.known) > 250
    assert false_facts(facts, study.counts) == []


@pytest.mark.long
def test_as_published_the_withheld_group_follows(as_published) -> None:
    study, _, facts = as_published
    below = study.settings.withhold_below
    group = {"wo_other": study.public.where(sector_group="wo_other")}
    found = ranges(facts, group, study.counts, enough=2)
    outcomes = [o.code for level in study.public.form.levels for o in level.outcomes]
    mentions = found[(found["what"] == MENTIONED) & found["outcome"].isin(outcomes)]
    assert len(mentions) == 17
    assert (mentions["n"] < below).all()
    assert (mentions["low"] == mentions["truth"]).all()
    assert (mentions["high"] == mentions["truth"]).all()


@pytest.mark.long
@pytest.mark.parametrize("editions", [False, True], ids=["alone", "with its editions"])
@pytest.mark.parametrize("draw", [SHIPPED, SMALL], ids=lambda draw: draw.name)
def test_as_published_appendix_6_says_what_the_attack_knows(quickly, draw, editions) -> None:
    study, _, facts = quickly(draw, "as_published", editions=editions)
    assert facts.unread == []
    known = exactly_known(study, facts)
    assert sorted(known) == said_to_follow(facts, editions=editions)


# ---- strictly: thirty respondents, and those shipped


def test_strictly_nothing_small_is_pinned_down(strict) -> None:
    study, _, facts = strict
    targets = small_groups(study.public, study.settings.withhold_below)
    width = study.settings.disclosure.width
    leaks = pinned(answers(ranges(facts, targets, study.counts, enough=width)), width)
    assert told(facts, targets, leaks) == []


def test_what_a_reader_chooses_from_stands_elsewhere_in_the_report(strict) -> None:
    """Every count on it is one of a file of its folder; no answers of groups are left out."""
    study, reading, facts = strict
    told: dict[bool, set[tuple[object, ...]]] = {True: set(), False: set()}
    for block in reading.blocks:
        if block.kind == "table" and {"Opbrengst", "n", "Aantal"} <= set(block.columns):
            level, chosen = Table(block, facts).level, block.source.endswith("/verkennen")
            for row in (dict(zip(block.columns, row, strict=True)) for row in block.rows):
                labels = study.public.form.level(level).label if level else ""
                named = row.get("Niveau", labels), row["Opbrengst"], row.get("Antwoord", "")
                cell = *named, row.get("Groep", "Totaal"), row["n"], row["Aantal"]
                told[chosen].add((block.folder.path.name, *cell))
    assert told[True]
    assert told[True] - told[False] == set()
    of_groups = [{c for c in told[chosen] if c[3] and c[4] != "Totaal"} for chosen in told]
    assert of_groups[0] == of_groups[1]


def test_strictly_no_rows_and_no_order(strict) -> None:
    study, reading, facts = strict
    assert row_level(reading, study.tables, study.public.form.raw_columns) == []
    assert unsorted_lists(reading, study.tables) == []
    assert lists_unread(reading, facts, study.tables) == []
    candidates = text_candidates(reading, facts, study.tables)
    assert candidates[candidates["n"] < study.settings.withhold_below].empty


# ---- what is planted is found


HERE = Folder(Path("report"), REPORT)
COLUMNS = ("Groep", "Niveau", "Opbrengst", "n")
ROW = ("wo", "studentniveau", "Ontwikkeling van soft skills")
PLANTED = ("student", "soft_skills", MENTIONED)


@pytest.fixture(scope="module")
def thirty(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("thirty") / "study"
    return study_of(write_draw(SMALL, root / "data/raw", folder, "as_published"))


@pytest.mark.long
def test_where_nothing_is_published_nothing_is_known(thirty: Study) -> None:
    targets = small_groups(thirty.public, thirty.settings.withhold_below)
    found = ranges(Facts(thirty.public), targets, thirty.counts)
    # But that an answer of its own is one of 'other', and that nobody explains what is not there.
    assert (found["low"] == 0).all()
    assert (found["high"] == found["n"]).all()


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        (("Aantal",), lambda count, n, of: [count]),
        (("Aandeel",), lambda count, n, of: [count / n]),
        (("Ondergrens", "Bovengrens"), lambda count, n, of: wilson_interval(count, n, of)),
    ],
)
def test_a_planted_row_is_found(thirty: Study, columns, value) -> None:
    group = thirty.public.where(sector="wo")
    n = int(thirty.public.people[group].sum())
    (approached,) = thirty.public.approached.query("group == 'wo'")["approached"]
    count = int(thirty.counts[PLANTED][group].sum())
    values = [float(v) for v in value(count, n, approached)]
    cells = [str(int(v)) if v == int(v) else repr(v) for v in values]
    row = (*ROW, str(n), *cells)
    block = Block(HERE, "planted", "table", columns=(*COLUMNS, *columns), rows=(row,))
    plain = replace(thirty.public, clusters=False)  # bounds with a design effect tell no count
    facts = collect(Reading([block]), plain)
    assert false_facts(facts, thirty.counts) == []
    leaks = pinned(ranges(facts, {"wo": group}, thirty.counts, enough=2), 2)
    leaks = leaks.set_index(["level", "outcome", "what"])
    assert leaks.loc[[PLANTED], ["low", "high"]].to_numpy().tolist() == [[count, count]]


def test_a_planted_sentence_is_found(thirty: Study) -> None:
    text = "De 2 respondenten van het wo noemen 1 van de opbrengsten."
    facts = collect(Reading([Block(HERE, "planted", "text", text=text)]), thirty.public)
    assert facts.unread == [f"planted: {text}"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Wie alle totalen naast elkaar legt, weet van twee kleine groepen hoeveel.", 2),
        ("Van geen enkele kleine groep volgt precies hoeveel er een opbrengst noemen.", 0),
    ],
)
def test_of_how_many_groups_something_follows_is_held_against_the_table(
    thirty: Study, text: str, groups: int
) -> None:
    rows = [(name, "2", "0", "1", "17") for name in ("wo", "overig", "mbo")]
    for listed in range(4):
        table = Block(HERE, "planted", "table", columns=FOLLOWS, rows=tuple(rows[:listed]))
        sentence = Block(HERE, "planted", "text", text=text)
        facts = collect(Reading([sentence, table]), thirty.public)
        assert (facts.unread == []) == (listed == groups)


def test_planted_texts_of_a_few_are_found(thirty: Study) -> None:
    tables = thirty.tables
    writers = tables.respondents.query("sector_group == 'wo_other'")["respondent"]
    theirs = tables.open_answers[tables.open_answers["respondent"].isin(writers)]
    text = "".join(f"<tr><td>{t}</td></tr>" for t in theirs["text"])
    page = (
        "<table><caption>Belangrijkste opbrengst per niveau: overige instellingen (waaronder wo)"
        f"</caption><tr><th>Instellingsniveau</th></tr>{text}</table>"
    )
    reading = Reading(list(read_page(page, HERE, "planted")))
    candidates = text_candidates(reading, Facts(thirty.public), tables)
    assert set(candidates["n"]) == {len(writers)}


def test_texts_that_an_edition_lacks_are_of_the_others(thirty: Study) -> None:
    tables = thirty.tables
    remarks = tables.remarks.merge(tables.respondents, on="respondent", validate="1:1")
    title = "Opmerkingen bij het formulier"
    hbo = remarks[remarks["sector"] == "hbo"]["text"]
    edition = Folder(Path("editions/sector_hbo"), EDITION, "hbo")
    reading = Reading(
        [
            Block(HERE, "report", "list", (title,), items=tuple(remarks["text"])),
            Block(edition, "edition", "list", (title,), items=tuple(hbo)),
        ]
    )
    candidates = text_candidates(reading, Facts(thirty.public), tables)
    sizes = tables.respondents["sector"].eq("hbo").value_counts()
    assert sorted(set(candidates["n"])) == sorted(sizes)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (
            lambda pair, who: Block(HERE, "planted", "table", columns=("a", "b"), rows=(pair,)),
            "planted: 1 rows with more than one text of one person",
        ),
        (
            lambda pair, who: Block(HERE, "planted", "table", columns=("x",), rows=((who,),)),
            "planted: ids of respondents",
        ),
        (
            lambda pair, who: Block(
                HERE, "planted", "table", columns=("sector", "workplace"), rows=(("mbo", "zwolle"),)
            ),
            "planted: columns of the responses",
        ),
    ],
)
def test_planted_rows_of_respondents_are_found(thirty: Study, block, found: str) -> None:
    tables = thirty.tables
    texts = tables.open_answers.groupby("respondent")["text"].agg(tuple)
    pair = next(texts for texts in texts if len(texts) > 1)[:2]
    reading = Reading([block(pair, tables.respondents["respondent"].iloc[0])])
    assert row_level(reading, tables, thirty.public.form.raw_columns) == [found]


def test_a_planted_file_of_rows_is_found(thirty: Study) -> None:
    reading = Reading(files=[Path("outputs/tables/wide.sav"), Path("outputs/tables/tabel.csv")])
    found = row_level(reading, thirty.tables, thirty.public.form.raw_columns)
    assert found == ["tables/wide.sav: a file of rows"]


def test_a_list_in_the_order_of_respondents_is_found(thirty: Study) -> None:
    texts = thirty.tables.remarks["text"]
    in_order = Reading([Block(HERE, "remarks", "list", items=tuple(texts))])
    assert unsorted_lists(in_order, thirty.tables) == [f"remarks: {len(texts)} texts"]
    own = tuple(sorted(texts, key=str.casefold))
    assert unsorted_lists(Reading([Block(HERE, "remarks", "list", items=own)]), thirty.tables) == []


def test_a_bar_that_tells_more_than_its_table_is_found(tmp_path: Path) -> None:
    tick = '<g id="xtick_{}"><path d="M {} 9 \nL {} 1"/><text x="{}">{}%</text></g>'
    bar = '<path d="M 100 1 \nL {0} 1 \nL {0} 2 \nL 100 2 \nz\n" clip-path="url(#a)" style=""/>'
    for name, end in (("figuur_2_1", 160), ("figuur_2_2", 163)):
        drawing = tick.format(1, 100, 100, 100, 0) + tick.format(2, 200, 200, 200, 100)
        for folder in ("figures", "tables"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / "figures" / f"{name}.svg").write_text(drawing + bar.format(end), "utf-8")
        (tmp_path / "tables" / f"{name}.csv").write_text("Groep,Aandeel\nTotaal,0.6\n", "utf-8")
    files = sorted(tmp_path.rglob("*.svg"))
    assert drawn_more(Reading(files=files)) == [f"{tmp_path.name}/figuur_2_2.svg: ['0.63']"]


def test_an_interval_that_tells_more_than_its_table_is_found(tmp_path: Path) -> None:
    tick = '<g id="xtick_{}"><path d="M {} 9 \nL {} 1"/><text x="{}">{}%</text></g>'
    line = '<path d="M 120 1 \nL {} 1 \n" clip-path="url(#a)" style=""/>'
    mark = '<use xlink:href="#m" x="{}" y="1" style="fill: red"/>'
    legend = '<g id="a-legend_1"><use xlink:href="#m" x="7" y="1" style="fill: red"/></g>'
    for name, end, at in (("a", 180, 160), ("b", 185, 160), ("c", 180, 163)):
        drawing = tick.format(1, 100, 100, 100, 0) + tick.format(2, 200, 200, 200, 100)
        drawing += line.format(end) + mark.format(at) + legend
        for folder in ("figures", "tables"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / "figures" / f"{name}.svg").write_text(drawing, "utf-8")
        table = "Groep,Aandeel,Ondergrens,Bovengrens\nTotaal,0.6,0.2,0.8\n"
        (tmp_path / "tables" / f"{name}.csv").write_text(table, "utf-8")
    files = sorted(tmp_path.rglob("*.svg"))
    assert drawn_more(Reading(files=files)) == [
        f"{tmp_path.name}/b.svg: ['0.2', '0.85']",
        f"{tmp_path.name}/c.svg: ['0.63']",
    ]


def test_a_number_in_a_drawing_that_is_not_in_what_goes_with_it_is_found(tmp_path: Path) -> None:
    said = '<div role="img" aria-label="Grafiek. A: 60%."><svg>{}</svg></div>'
    shown = said.format("<text>60%</text>") + said.format("<text>61%</text>")
    (tmp_path / "index.html").write_text(shown, "utf-8")
    for folder in ("figures", "tables"):
        (tmp_path / folder).mkdir()
    written = "<text>60%</text><text>60% (6 van 11)</text>"
    (tmp_path / "figures/a.svg").write_text(f"<svg>{written}</svg>", "utf-8")
    (tmp_path / "tables/a.csv").write_text("Groep,n,Aantal,Aandeel\nTotaal,10,6,0.6\n", "utf-8")
    files = [tmp_path / "index.html", tmp_path / "figures/a.svg"]
    name = tmp_path.name
    assert drawn_more(Reading(files=files)) == [
        f"{name}/a.svg: ['11']",
        f"{name}/index.html: ['0.61']",
    ]


SEEN = "2 van wie het noemt"


@pytest.mark.parametrize(
    "page",
    [
        f"<nav><ul><li>a</li></ul><span>{SEEN}</span></nav>",
        f"<title>{SEEN}</title>",
        f"<details><summary>{SEEN}</summary></details>",
        f"<h2>a</h2><p>b</p><span>{SEEN}</span>",
        f'<span title="{SEEN}">a</span>',
        f'<img alt="{SEEN}">',
        f'<svg><g><title>{SEEN}</title><path d="M 0 0"/></g></svg>',
        f'<svg><text x="1">{SEEN}</text></svg>',
        f'<table><tr><th>a</th><th>b</th></tr><tr><td colspan="2">{SEEN}</td></tr></table>',
        '<dl class="key-figures"><div><dt>die het noemen</dt><dd>2</dd><dd class="base">wo</dd>'
        "</div></dl>",
        "<p>Niemand van het wo noemt het.</p>",
        "<p>Het wo noemt het drie keer.</p>",
    ],
)
def test_what_is_seen_anywhere_on_a_page_has_to_be_read(thirty: Study, page: str) -> None:
    blocks = list(read_page(page, HERE, "planted"))
    (line,) = collect(Reading(blocks), thirty.public).unread
    assert any(said in line for said in (SEEN, "die het noemen: 2 (wo)", "het wo noemt", "Het wo"))


# ---- what is said of several outcomes together


def mentions_of(public: Public, level: str, *groups: str, above: tuple[str, ...] = ()) -> Block:
    """A table that shows which outcomes of a level are mentioned, without a number."""
    form = public.form
    labels = form.outcome_labels(level)
    rows = [
        (group, form.level(level).label, labels[outcome.code], "–")
        for group in groups
        for outcome in form.level(level).outcomes
    ]
    columns = ("Groep", "Niveau", "Opbrengst", "Aandeel")
    return Block(HERE, "planted", "table", above, columns=columns, rows=tuple(rows))


def spans_by(thirty: Study, level: str, *blocks: Block) -> list[tuple[float, float]]:
    facts = collect(Reading(list(blocks)), thirty.public)
    assert facts.unread == []
    everybody = np.ones(len(thirty.public.cells), dtype=bool)
    outcomes = thirty.public.form.level(level).outcomes
    return [facts.span_of((level, o.code, MENTIONED), everybody) for o in outcomes]


@pytest.mark.parametrize(("half", "expected"), [(5, (15, 30)), (0, (0, 14)), (2, (0, 30))])
def test_how_many_outcomes_half_of_them_mention_settles_all_or_none(
    thirty: Study, half: int, expected: tuple[float, float]
) -> None:
    shown = mentions_of(thirty.public, "student", "Totaal")
    assert len(shown.rows) == 5
    for text in (
        f"opbrengsten door ten minste de helft genoemd: {half} (van de 5 die worden getoond; "
        "toeval meegerekend is dat van geen zeker)",
        f"Van de vijf opbrengsten zijn er {half} door ten minste de helft genoemd; toeval "
        "meegerekend is dat van geen zeker; van vijf is niet te zeggen",
        f"Van de 5 getoonde opbrengsten worden er {half} door ten minste de helft van de "
        "respondenten genoemd.",
    ):
        told = Block(HERE, "planted", "text", text=text)
        assert spans_by(thirty, "student", shown, told) == [expected] * 5


def test_how_many_outcomes_half_of_them_mention_is_found_in_the_sum(thirty: Study) -> None:
    """Two of five that at least 15 of 30 mention: 30 mentions at least, 3 × 14 + 2 × 30 at most."""
    shown = mentions_of(thirty.public, "student", "Totaal")
    told = "opbrengsten door ten minste de helft genoemd: 2 (van de 5 die worden getoond; "
    block = Block(HERE, "planted", "text", text=f"{told}toeval meegerekend is dat van één zeker)")
    facts = collect(Reading([shown, block]), thirty.public)
    sums = [f for f in facts.known.values() if len(f.terms) == 5]
    bounds = [(f.low, f.high, {float(w.max()) for _, w in f.weights}) for f in sums]
    # count / 15 ≥ 1 for two; (30 − count) / 16 ≥ 1 for three
    assert bounds == [(2, np.inf, {1 / 15}), (-np.inf, 5 * 30 / 16 - 3, {1 / 16})]


def test_a_key_figure_of_outcomes_that_are_not_shown_is_told(thirty: Study) -> None:
    sure = "toeval meegerekend is dat van één zeker"
    text = f"opbrengsten door ten minste de helft genoemd: 2 ({sure})"
    blocks = [mentions_of(thirty.public, "student", "Totaal"), Block(HERE, "a", "text", text=text)]
    assert collect(Reading(blocks), thirty.public).unread == ["a: 17 outcomes are shown, not 5"]


@pytest.mark.parametrize(
    ("text", "most", "but"),
    [
        (
            "De verschillen tussen mbo en hbo zijn klein: overal minder dan 10 procentpunten.",
            0.1,
            0,
        ),
        ("Tussen mbo en hbo is er geen verschil.", 0, 0),
        ("Het grootste verschil zit bij {0}: 86% (mbo) tegen 30% (hbo).", 0.1, 1),
        (
            "Het grootste verschil zit bij {0}: 86% (mbo) tegen 30% (hbo). Ook bij {1} is er "
            "verschil: 71% (mbo) tegen 50% (hbo).",
            0.22,
            2,
        ),
    ],
)
def test_groups_that_differ_little_tell_about_each_other(
    thirty: Study, text: str, most: float, but: int
) -> None:
    above = ("Opbrengsten op studentniveau", "Verschillen naar sector")
    text = text.format(*thirty.public.form.outcome_phrases("student").values())
    table = mentions_of(thirty.public, "student", "mbo", "hbo", above=above)
    facts = collect(Reading([table, Block(HERE, "a", "text", above, text=text)]), thirty.public)
    assert facts.unread == []
    mbo, hbo = (thirty.public.where(sector=sector) for sector in ("mbo", "hbo"))
    apart = [f for f in facts.known.values() if f.low < 0]
    assert len(apart) == 5 - but
    assert {(round(f.low, 6), round(f.high, 6)) for f in apart} == {(-most, most)}
    ((_, weights),) = apart[0].weights
    assert np.allclose(weights, mbo / 7 - hbo / 20)


def test_the_share_of_an_answer_on_each_level_is_read(thirty: Study) -> None:
    text = (
        "Bij de genoemde opbrengsten is het antwoord ‘Verwacht’ naar verhouding het vaakst gegeven "
        "op studentniveau (20%). Bij de genoemde opbrengsten is het antwoord ‘Nieuw’ naar "
        "verhouding het vaakst gegeven op studentniveau (46%), gevolgd door opleidingsniveau (40%)."
    )
    facts = collect(Reading([Block(HERE, "planted", "text", text=text)]), thirty.public)
    weights = sorted(
        round(float(np.abs(w).max()), 3)
        for fact in facts.known.values()
        for (level, _, what), w in fact.weights
        if (level, what) == ("student", "nature new")
    )
    # 1 − 0.455 of this answer, and 1 − 0.465, each once per outcome
    assert weights == [0.535] * 5 + [0.545] * 5


@pytest.mark.parametrize(
    ("said", "some"),
    [
        ("twee van de 40 antwoorden hebben er geen", 38),
        ("alle 40 antwoorden hebben er ten minste één", 40),
    ],
)
def test_answers_without_a_theme_tell_how_many_have_one(
    said: str, some: int, thirty: Study
) -> None:
    text = f"Een antwoord kan meer dan één thema hebben; {said}."
    facts = collect(Reading([Block(HERE, "planted", "text", text=text)]), thirty.public)
    levels, themes = 3, len(thirty.public.themes)
    found = sorted((len(f.terms), f.low, f.high) for f in facts.known.values())
    assert found == sorted(
        [(levels, 40, 40), (levels * themes, some, np.inf), *[(levels, 0, some)] * themes]
    )
