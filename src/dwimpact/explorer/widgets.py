"""The controls of the explorer: what is chosen becomes a view, which is shown at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ipywidgets as widgets

from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.together import may_split
from dwimpact.disclosure.views import TooSmall, is_large_enough, withheld_apart
from dwimpact.explorer.outcomes import NotTogether, OutcomeView
from dwimpact.explorer.texts import TextView, themes_of
from dwimpact.prose.views import (
    BY_OUTCOME_ALONE,
    MEASURES,
    SOURCES_TOGETHER,
    describe_refusal,
    mentioning,
)
from dwimpact.prose.words import lower_first, upper_first
from dwimpact.study.people import people_by
from dwimpact.study.questionnaire.model import MENTIONED, labels
from dwimpact.tables.labels import group_labels, split_label
from dwimpact.templates.html import TEMPLATES

UNITS = {"share": "aandeel", "count": "aantal"}
SORTS = {"mentions": "vaakst genoemd eerst", "form": "zoals in het formulier"}
NOTHING = ""  # not None, which a drop-down list shows as a blank
Options = Iterable[tuple[str, Any]]


def explore(study: CleanStudy) -> Any:
    """Controls with, below them, the view of outcomes that is chosen: an ipywidgets box.

    >>> type(dw.explore(study)).__name__
    'VBox'
    """
    form = study.questionnaire
    level = upper_first(form.terms.level.singular)
    measures = (MENTIONED, *form.characteristics)
    return _explorer(
        {
            "level": _dropdown(level, _swapped(labels(form.levels))),
            "measure": _dropdown("Wat", _swapped({m: MEASURES[m] for m in measures})),
            "by": _dropdown(
                "Uitgesplitst", [("niet", NOTHING), *_splits(study), *_by_outcome(study)]
            ),
            "unit": _dropdown("Getallen", _swapped(UNITS)),
            "sort": _dropdown("Volgorde", _swapped(SORTS)),
        },
        _filters(study),
        lambda **choices: OutcomeView(study, **choices),
    )


def explore_texts(study: CleanStudy) -> Any:
    """A search box with, below it, the texts of respondents in which the words stand: an
    ipywidgets box.

    >>> type(dw.explore_texts(study)).__name__
    'VBox'
    """
    form, themes = study.questionnaire, list(_swapped(themes_of(study)))
    level = upper_first(form.terms.level.singular)
    return _explorer(
        {
            "search": widgets.Text(description="Zoek", placeholder="woorden", **_look()),
            "source": _dropdown("Waar", _swapped(SOURCES_TOGETHER)),
            "level": _dropdown(level, [("alle", NOTHING), *_swapped(labels(form.levels))]),
            **({"theme": _dropdown("Thema", [("alle", NOTHING), *themes])} if themes else {}),
        },
        _filters(study),
        lambda **choices: TextView(study, **choices),
    )


def _explorer(
    controls: Mapping[str, Any], filters: Iterable[Any], view: Callable[..., OutcomeView | TextView]
) -> Any:
    """The controls above the view of what is chosen with them, each change shown at once."""
    result = widgets.HTML()

    def update(_: Any = None) -> None:
        chosen = {n: control.value for n, control in controls.items() if control.value != NOTHING}
        only = dict(control.value for control in filters if control.value != NOTHING)
        result.value = _html_of(lambda: view(**chosen, only=only))

    every = [*controls.values(), *filters]
    for control in every:
        control.observe(update, names="value")
    update()
    box = widgets.Box(every, layout=widgets.Layout(flex_flow="row wrap"))
    return widgets.VBox([box, result])


def _html_of(make: Callable[[], OutcomeView | TextView]) -> str:
    try:
        return make()._repr_html_()
    except TooSmall as error:
        reason = describe_refusal(error.below, left_out=error.left_out)
    except NotTogether:
        reason = BY_OUTCOME_ALONE
    return TEMPLATES.get_template("text.html.j2").render(sentences=[reason])


def _splits(study: CleanStudy) -> Options:
    """The splits of which at least one group may be shown, each label once."""
    respondents, below = study.respondents, study.settings.withhold_below
    seen: set[str] = set()
    for variable in study.editions_by:
        for by in reversed(variable.columns):
            groups = respondents[by].cat.categories
            withheld = withheld_apart(respondents, by, below, {}, study.split_columns)
            label = f"naar {split_label(study.questionnaire, by)}"
            if len(withheld) < len(groups) and label not in seen:
                seen.add(label)
                yield label, by


def _filters(study: CleanStudy) -> list[Any]:
    """A control for each background variable of which at least one group is large enough.

    Every respondent is in one group of each; what is chosen of several is their intersection.
    """
    made = [
        _dropdown(upper_first(variable.label), _groups(study, reversed(variable.columns)))
        for variable in study.editions_by
    ]
    return [control for control in made if len(control.options) > 1]


def _by_outcome(study: CleanStudy) -> Options:
    """The outcomes by which answers may be split: enough people mention them, and enough do not;
    none where respondents are counted.
    """
    if study.counted:
        return
    shares = study.mention_shares()[["level", "outcome", "count", "n"]]
    for level, outcome, count, n in shares.itertuples(index=False, name=None):
        if may_split(count, n, study):
            split = (str(level), str(outcome))
            yield f"naar {mentioning(study.questionnaire, *split)}", split


def _groups(study: CleanStudy, columns: Iterable[str]) -> Options:
    """'alle', then the groups that may be shown by themselves, each label once."""
    called = group_labels(study.questionnaire, study.names)
    people, below = study.respondents, study.settings.withhold_below
    options: dict[str, Any] = {}
    for column in columns:
        for group, n in people_by(people, column).items():
            if is_large_enough(people, {column: group}, below, study.split_columns):
                options.setdefault(f"{called[group]} (n = {n})", (column, group))
    return [("alle", NOTHING), *options.items()]


def _dropdown(description: str, options: Options) -> Any:
    return widgets.Dropdown(description=description, options=list(options), **_look())


def _look() -> dict[str, Any]:
    return {
        "layout": widgets.Layout(width="22rem", margin="2px 1rem 2px 0"),
        "style": {"description_width": "6.5rem"},
    }


def _swapped(called: Mapping[Any, str]) -> Options:
    return [(lower_first(label), code or NOTHING) for code, label in called.items()]
