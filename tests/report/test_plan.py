from dataclasses import replace

import pytest

from dwimpact.errors import StudyError
from dwimpact.report.plan import (
    Chapter,
    Entry,
    Plan,
    chapters_of,
    comparison_pages,
    read_plan,
    select,
)
from dwimpact.study.edition import Edition

PLAN = Plan(
    prepare="prepare.ipynb",
    chapters=(
        Entry(title="Inleiding", notebook="introduction.ipynb"),
        Entry(
            title="Opbrengsten op {level}",
            notebook="outcomes.ipynb",
            each_level=True,
            parameters={"short": True},
        ),
        Entry(title="Conclusies", notebook="conclusions.ipynb"),
    ),
    appendices=(
        Entry(title="Het formulier", notebook="form.ipynb"),
        Entry(title="Antwoorden over {level}", notebook="answers.ipynb", each_level=True),
    ),
)


@pytest.fixture
def chapters(study):
    return chapters_of(PLAN, study)


def test_pages_are_numbered_in_order_with_one_per_level(chapters):
    got = [(c.number, c.title, c.notebook) for c in chapters]

    assert got == [
        ("1", "Inleiding", "introduction.ipynb"),
        ("2", "Opbrengsten op schoolniveau", "outcomes.ipynb"),
        ("3", "Opbrengsten op leerlingniveau", "outcomes.ipynb"),
        ("4", "Conclusies", "conclusions.ipynb"),
        ("B1", "Het formulier", "form.ipynb"),
        ("B2", "Antwoorden over schoolniveau", "answers.ipynb"),
        ("B3", "Antwoorden over leerlingniveau", "answers.ipynb"),
    ]


def test_a_page_per_level_gets_its_level_as_parameter(chapters):
    assert [c.parameters for c in chapters] == [
        {},
        {"short": True, "level": "school"},
        {"short": True, "level": "pupil"},
        {},
        {},
        {"level": "school"},
        {"level": "pupil"},
    ]


def test_pages_follow_the_number_of_levels(study):
    form = study.questionnaire
    one_level = replace(study, questionnaire=form.model_copy(update={"levels": form.levels[1:]}))

    got = [(c.number, c.title) for c in chapters_of(PLAN, one_level)]

    assert got == [
        ("1", "Inleiding"),
        ("2", "Opbrengsten op leerlingniveau"),
        ("3", "Conclusies"),
        ("B1", "Het formulier"),
        ("B2", "Antwoorden over leerlingniveau"),
    ]


@pytest.mark.parametrize(
    ("number", "name", "heading", "is_appendix"),
    [
        ("2", "hoofdstuk_2", "Hoofdstuk 2", False),
        ("10", "hoofdstuk_10", "Hoofdstuk 10", False),
        ("B3", "bijlage_3", "Bijlage 3", True),
    ],
)
def test_a_page_is_named_after_its_number(number, name, heading, is_appendix):
    chapter = Chapter(number, "Titel", "x.ipynb")

    assert (chapter.name, chapter.heading, chapter.is_appendix) == (name, heading, is_appendix)


@pytest.mark.parametrize(
    ("numbers", "exp"),
    [
        ([], ["1", "2", "3", "4", "B1", "B2", "B3"]),
        (["2"], ["2"]),
        (["b3", "1"], ["1", "B3"]),
        (["2", "2"], ["2"]),
    ],
)
def test_select_gives_the_named_pages_in_the_order_of_the_report(chapters, numbers, exp):
    assert [c.number for c in select(chapters, numbers)] == exp


def test_select_names_the_pages_there_are(chapters):
    with pytest.raises(StudyError) as caught:
        select(chapters, ["2", "9", "b9"])

    assert str(caught.value) == (
        "report.yml: no chapter 9 or b9; expected 1, 2, 3, 4, B1, B2 or B3. Name one of those."
    )


def test_a_plan_is_read_from_report_yml(tmp_path):
    (tmp_path / "report.yml").write_text(
        "prepare: p.ipynb\n"
        "chapters: [{title: Een, notebook: een.ipynb, each_level: true}]\n"
        "appendices: []\n"
    )

    assert read_plan(tmp_path) == Plan(
        prepare="p.ipynb",
        chapters=(Entry(title="Een", notebook="een.ipynb", each_level=True),),
        appendices=(),
    )


def test_a_wrong_plan_is_refused_with_every_wrong_entry(tmp_path):
    (tmp_path / "report.yml").write_text(
        "prepare: p.ipynb\nchapters: [{title: Een, notebok: een.ipynb}]\nappendices: []\n"
    )

    with pytest.raises(StudyError) as caught:
        read_plan(tmp_path)

    file = tmp_path / "report.yml"
    assert str(caught.value) == (
        f"{file}: no entry 'chapters.1.notebook'; expected it to be there. Add it.\n"
        f"{file}: unknown entry 'chapters.1.notebok'; expected one that docs/reference.md names. "
        "Is 'notebook' meant?"
    )


def test_the_plan_of_the_real_report_gives_eleven_pages(root, real_study):
    got = chapters_of(read_plan(root / "notebooks"), real_study)

    assert [c.number for c in got] == [*"12345", "B1", "B2", "B3", "B4", "B5", "B6"]
    assert len({c.name for c in got}) == 11


@pytest.mark.parametrize(
    ("column", "notebooks"),
    [
        ("sector", ["introduction", "outcomes", "outcomes", "outcomes", "conclusions"]),
        ("tranche", ["introduction", "outcomes", "outcomes", "outcomes", "conclusions"]),
    ],
)
def test_an_edition_has_no_pages_about_the_whole_study(root, real_study, column, notebooks):
    edition = Edition(column, "x", column, "x", "x", shows_texts=column == "sector")
    got = chapters_of(read_plan(root / "notebooks"), replace(real_study, edition=edition))

    appendices = ["form", *(["open_answers", "remarks"] if column == "sector" else [])]
    assert [c.notebook.removesuffix(".ipynb") for c in got] == [*notebooks, *appendices]
    assert [c.number for c in got[5:]] == ["B1", "B3", "B4"][: len(appendices)]


def test_the_pages_of_a_comparison_are_no_part_of_the_report(root, real_study):
    plan = read_plan(root / "notebooks")

    got = [(c.number, c.title) for c in comparison_pages(plan, real_study)]

    assert got == [
        ("1", "De nieuwste meting en de vorige"),
        ("2", "Opbrengsten op instellingsniveau"),
        ("3", "Opbrengsten op opleidingsniveau"),
        ("4", "Opbrengsten op studentniveau"),
    ]
    report = chapters_of(plan, real_study)
    assert not {c.notebook for c in report} & {entry.notebook for entry in plan.comparison}
