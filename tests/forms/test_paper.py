"""The form on paper holds every question, in words, and nothing of a text becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from asking import asking
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Form, texts_of, translated, with_form, with_registry, with_text

from dwimpact.forms.paper import paper
from dwimpact.study.study import Study

DUTCH, ENGLISH = "Nederlands (nl)", "English (en)"


class Page(HTMLParser):
    """The words of a page by the element they stand in, and how often each element stands there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.labels: list[str] = []
        self._open = [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        given_here = dict(attrs)
        self.labels += [given_here["aria-label"] or ""] if "aria-label" in given_here else []
        if tag not in ("meta", "link"):
            self._open.append(f"{tag}.{given_here.get('class') or ''}".rstrip("."))

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop().partition(".")[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if (words := " ".join(data.split())) and self._open[-1] != "style":
            self.said.append((self._open[-1], words))

    def of(self, *elements: str) -> list[str]:
        return [words for element, words in self.said if element in elements]


def test_the_questions_in_order(study: Study) -> None:
    page = Page(paper(study, DUTCH))
    asked = study.questionnaire.questions.model_dump()
    about = [asked[name] for name in ("outcomes", "status", "nature", "explanation")]
    other = "Andere opbrengsten, namelijk:"
    level = [about[0], other, *about[1:]]
    closing = [asked[name] for name in ("remarks", "has_material", "share_material", "email")]
    assert page.of("h1") == page.of("title") == ["Formulier van de proef"]
    assert page.of("h3") == ["Werkplaats", "Sector", asked["impact"], *level, *level, *closing]
    assert page.of("li")[:7] == [
        *("Werkplaats Alfa", "Werkplaats Bèta", "Werkplaats Gamma"),
        *("mbo", "hbo", "wo", "overig"),
    ]


def test_a_box_for_every_row_and_answer_is_named(study: Study) -> None:
    """Status and nature of three outcomes each, at two levels, in two columns."""
    page = Page(paper(study, DUTCH))
    assert page.counts["table"] == 4
    assert page.counts["td"] == len(page.labels) == 4 * 3 * 2
    assert {*page.labels} == {
        *("Gerealiseerd", "Verwacht", "Nieuwe opbrengst", "Versterking van iets")
    }


def test_conditions_in_words(study: Study, form_data: Form) -> None:
    def change(form: Form) -> None:
        form["levels"][1]["asked_if"] = {"sector": ["mbo", "hbo"]}

    notes = Page(paper(with_form(study, form_data, change), DUTCH)).of("p.note")
    assert "Alleen bij ‘mbo’ / ‘hbo’ als antwoord op ‘Sector’." in notes
    assert notes.count("Alleen als u ‘Andere opbrengsten’ aankruiste.") == 2
    assert notes.count("Alleen voor wat u hierboven aankruiste.") == 6
    assert notes.count("meer antwoorden mogelijk") == 2


def test_many_options_stand_in_columns(study: Study) -> None:
    def columns(lines: int) -> int:
        registry = {f"w{n}": "" for n in range(lines)}
        return paper(with_registry(study, registry), DUTCH).count('class="columns"')

    assert (columns(8), columns(9)) == (0, 1)


@given(
    pieces=st.lists(
        st.sampled_from(
            ["<script>alert(1)</script>", "</p>", "&", '"', "'", "{{ 7*7 }}", "{% if %}"]
        )
        | st.sampled_from(["é", "😀", "שלום", "\n", "--", "]]>", "<!--"]),
        min_size=1,
        max_size=6,
    ).filter(lambda pieces: "".join(pieces).strip())
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_text(pieces: list[str], study: Study, form_data: Form) -> None:
    text = "".join(pieces)
    plain, page = (Page(paper(with_text(study, form_data, said), DUTCH)) for said in ("x", text))
    assert page.counts == plain.counts
    assert page.of("h1") == [" ".join(text.split())]


def test_it_needs_nothing_from_elsewhere(study: Study) -> None:
    page = paper(study, DUTCH)
    assert not re.search(r"src=|href=|url\(|@import|<script|<link", page)
    assert '<html lang="nl">' in page


def test_every_question_in_each_language(study: Study, form_data: Form) -> None:
    both = translated(study, form_data)
    dutch, english = (Page(paper(both, language)) for language in (DUTCH, ENGLISH))
    for element in ("h1", "title", "h2", "h3", "li", "th", "div.row", "p"):
        assert english.of(element) == [text.upper() for text in dutch.of(element)]
    assert [text.upper() for text in dutch.labels] == english.labels
    assert '<html lang="en">' in paper(both, ENGLISH)


def test_a_condition_may_be_the_option_that_a_blank_stands_for(
    study: Study, form_data: Form
) -> None:
    def change(form: Form) -> None:
        form["background"][1]["blank"] = "other"
        form["levels"][1]["asked_if"] = {"sector": ["mbo", "other"]}

    assert "Alleen als u" in paper(with_form(study, form_data, change), DUTCH)


def test_how_to_answer_is_said_in_each_language(study: Study, form_data: Form) -> None:
    """'één antwoord', 'per regel één kruisje', 'Alleen als u … koos bij …'."""
    page = paper(translated(study, form_data), ENGLISH)
    notes = {*Page(page).of("p.note", "span.note")}
    assert notes <= {text.upper() for text in texts_of(study)}


def test_no_more_can_be_ticked_than_allowed(tmp_path: Path) -> None:
    assert paper(asking(tmp_path), "Nederlands (nl)").count("Kies er ten hoogste 2.") == 1
