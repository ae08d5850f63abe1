"""What the front page says, computed from the tables: its key figures, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dwimpact.dataset import CleanStudy
from dwimpact.pages.anchors import Anchor
from dwimpact.prose.published.known import at_least_half, half_read_widely, number_range
from dwimpact.prose.published.origin import IS_ASSUMED, origin_of
from dwimpact.prose.report.brief import Brief, in_brief
from dwimpact.prose.report.conclusions import as_counts, surely_of
from dwimpact.prose.report.editions import describe_part
from dwimpact.prose.report.fieldwork import describe_fieldwork
from dwimpact.prose.report.front import describe_aim, describe_citation
from dwimpact.prose.words import enumerate_in_words
from dwimpact.report.site.findings import Finding, findings, known_of_all, left_open
from dwimpact.statistics import percentage


@dataclass(frozen=True)
class KeyFigure:
    """A number with what it counts and what it is a part of."""

    value: str
    label: str
    base: str


@dataclass(frozen=True)
class Front:
    """Everything on the front page that is not on every page."""

    aim: str
    key_figures: Sequence[KeyFigure]
    findings: Sequence[Finding]
    brief: Brief
    method: Sequence[str]
    left_open: Sequence[str]
    citation: str
    data: str
    inputs: Mapping[str, str]
    version: str
    exhibits: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)
    sections: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)
    exploring: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)

    def with_links(
        self,
        pages: Mapping[str, Sequence[Anchor]],
        exploring: str = "",
        changes: Mapping[str, str] | None = None,
    ) -> Front:
        """The front page with links; `pages` is chapter number → what can be linked to in it, and
        `exploring` the page on which a reader chooses, where there is one; `changes` what is
        different from the last report.
        """
        return replace(
            self,
            exploring=exploring,
            changes=changes or {},
            exhibits={k: [a for a in v if a.kind in ("figure", "table")] for k, v in pages.items()},
            sections={k: [a for a in v if a.kind == "heading"] for k, v in pages.items()},
        )


def front_page(study: CleanStudy, inputs: Mapping[str, str], version: str) -> Front:
    """The front page of a study, as yet without links to its chapters."""
    n, found = study.n, findings(study)
    return Front(
        aim=describe_aim(study.settings),
        key_figures=key_figures(study),
        findings=found,
        brief=in_brief(study, known_of_all(study), [finding.title for finding in found]),
        method=describe_fieldwork(study.whole),
        left_open=left_open(study),
        citation=describe_citation(
            study.settings, version, study.edition.label if study.edition else ""
        ),
        data=f"de antwoorden van {n} {study.questionnaire.terms.respondent.plural}",
        inputs=inputs,
        version=version,
    )


def key_figures(study: CleanStudy) -> list[KeyFigure]:
    """Who was asked, who answered, from where, and about how much."""
    terms, n = study.questionnaire.terms, study.n
    shares, known, offered = study.mention_shares(), known_of_all(study), study.offered
    of_shown = "" if len(shares) == offered else f"van de {len(shares)} die worden getoond"
    half = at_least_half(as_counts(known if len(known) else shares))
    nouns, assumed = terms.outcome.plural, IS_ASSUMED if study.settings.reconstructed else ""
    rests_on = "volgt uit de publicatie" if len(known) else assumed
    sure = half_read_widely(known) if len(known) else "" if assumed else surely_of(shares)
    levels = enumerate_in_words(level.where for level in study.asked_levels)
    return [
        KeyFigure(
            str(n),
            terms.respondent.plural,
            _with(response_of(n, study.population), origin_of(study, n, "respondents")),
        ),
        *_registered(study),
        KeyFigure(
            str(offered),
            f"{nouns} voorgelegd",
            _with(levels, "volgens het formulier" if len(known) else ""),
        ),
        KeyFigure(
            number_range(*half),
            f"{nouns} door ten minste de helft genoemd",
            "; ".join(filter(None, [rests_on, of_shown, sure])),
        ),
    ]


def _registered(study: CleanStudy) -> Iterator[KeyFigure]:
    """From how many lines of the registry, if there is one, somebody answered."""
    if registered := study.questionnaire.registered:
        there, every = study.respondents[registered.code].nunique(), len(study.registry)
        one = study.questionnaire.terms.respondent.singular
        base = f"met ten minste één {one}, van de {every}"
        origin = origin_of(study, there, "registry", responded=True)
        yield KeyFigure(str(there), registered.plural, _with(base, origin))


def _with(base: str, origin: str) -> str:
    """The base of a key figure with what the number rests on, where it is no real response."""
    return f"{origin}; {base}" if origin else base


def subject_of(study: CleanStudy) -> str:
    """Which part of the respondents a report is about; empty when it is about all."""
    if study.edition is None:
        return ""
    n, everybody = study.n, study.whole.n
    return describe_part(study.edition, n, everybody, study.questionnaire)


def response_of(n: int, approached: int | None) -> str:
    """Which part of the people approached answered, as the base of a key figure."""
    if approached is None:
        return "hoeveel er zijn benaderd, is niet bekend"
    return f"{percentage(n, approached)}% van de {approached} benaderde personen"
