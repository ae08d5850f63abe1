"""Dutch sentences computed from figure tables, so that text and numbers cannot disagree."""

from dwimpact.prose.coding import describe_coding, describe_themes
from dwimpact.prose.data import (
    describe_cleaning,
    describe_disclosure,
    describe_findings,
    describe_masking,
)
from dwimpact.prose.editions import describe_edition, describe_part, describe_refusals
from dwimpact.prose.front import (
    describe_aim,
    describe_answer,
    describe_base,
    describe_citation,
    describe_top,
)
from dwimpact.prose.nonresponse import (
    describe_response_tests,
    describe_weighted,
    describe_weights,
)
from dwimpact.prose.outcomes import (
    describe_characteristic,
    describe_comparison,
    describe_differences,
    describe_levels,
    describe_mentions,
    describe_other_outcomes,
    describe_ranking,
    describe_silence,
    describe_withheld,
    exact_test,
)
from dwimpact.prose.publication import describe_percentages, describe_ranges
from dwimpact.prose.study import (
    describe_explanations,
    describe_fieldwork,
    describe_limits,
    describe_open_answers,
    describe_registry,
    describe_response,
    describe_verdicts,
)
from dwimpact.prose.waves import (
    changes_in_words,
    describe_changes,
    describe_clear,
    describe_comparability,
    describe_overlap,
    describe_wave_differences,
    describe_wave_note,
    describe_waves,
)
from dwimpact.prose.words import (
    enumerate_in_words,
    lower_first,
    number_in_words,
    share_in_words,
    upper_first,
)

__all__ = [
    "changes_in_words",
    "describe_aim",
    "describe_answer",
    "describe_base",
    "describe_changes",
    "describe_characteristic",
    "describe_citation",
    "describe_cleaning",
    "describe_clear",
    "describe_coding",
    "describe_comparability",
    "describe_comparison",
    "describe_differences",
    "describe_disclosure",
    "describe_edition",
    "describe_explanations",
    "describe_fieldwork",
    "describe_findings",
    "describe_levels",
    "describe_limits",
    "describe_masking",
    "describe_mentions",
    "describe_open_answers",
    "describe_other_outcomes",
    "describe_overlap",
    "describe_part",
    "describe_percentages",
    "describe_ranges",
    "describe_ranking",
    "describe_refusals",
    "describe_registry",
    "describe_response",
    "describe_response_tests",
    "describe_silence",
    "describe_themes",
    "describe_top",
    "describe_verdicts",
    "describe_wave_differences",
    "describe_wave_note",
    "describe_waves",
    "describe_weighted",
    "describe_weights",
    "describe_withheld",
    "enumerate_in_words",
    "exact_test",
    "lower_first",
    "number_in_words",
    "share_in_words",
    "upper_first",
]
