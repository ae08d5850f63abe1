# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from .analysis.changes import compare_questionnaires
from .analysis.differences import compare_groups
from .analysis.items import item_shares, item_summary, item_texts
from .analysis.keywords import gather_texts, keyword_in_context
from .analysis.overview import (
    answers_by_group,
    answers_per_group,
    answers_side_by_side,
    level_overview,
    registry_overview,
)
from .analysis.response import registry_responses, response_rates, response_tests
from .analysis.themes import (
    agreement,
    code_answers,
    read_codebook,
    read_hand_codes,
    theme_shares,
    theme_shares_of_levels,
)
from .analysis.waves import (
    comparable,
    compare_waves,
    load_waves,
    wave_item_shares,
    wave_means,
    wave_shares,
)
from .analysis.weighting import design_effect, rake, weigh, weighted_shares
from .dataset import CleanStudy
from .disclosure.derivable import derivable
from .disclosure.release import pinned_counts
from .disclosure.small_groups import (
    can_be_split,
    hidden_outcomes,
    round_weighted,
    withheld_groups,
    withhold,
    withhold_overview,
    withhold_themes,
)
from .disclosure.views import TooSmall
from .errors import StudyError
from .explorer.outcomes import OutcomeView
from .explorer.texts import TextView
from .explorer.widgets import explore, explore_texts
from .figures.bars import (
    plot_mention_shares,
    plot_ranking,
    plot_response,
    plot_theme_shares,
)
from .figures.items import plot_item, plot_wave_item
from .figures.known import plot_known
from .figures.ranges import plot_ranges
from .figures.stacked import plot_characteristic_shares
from .loading import load
from .pages.page import Page
from .prose.cleaning import (
    describe_cleaning,
    describe_disclosure,
    describe_findings,
    describe_masking,
    describe_mode,
    describe_pinned,
)
from .prose.conclusions import certainty, describe_evidence, describe_margins
from .prose.differences import describe_comparison, describe_differences
from .prose.editions import describe_edition
from .prose.items import describe_item
from .prose.known import (
    EXAMPLE_THEMES,
    ONLY_OF_ALL,
    describe_first,
    describe_half,
    describe_known,
    describe_known_answers,
    describe_known_shares,
    describe_origin,
    stated_differences,
)
from .prose.narrative import (
    IN_OUR_WORDS,
    OF_GROUPS,
    describe_main_outcomes,
    describe_narrative,
    main_outcomes,
    narrative_of_level,
)
from .prose.outcomes import (
    SPLIT_HIDDEN,
    SUMS_HIDDEN,
    TEXTS_HIDDEN,
    describe_characteristic,
    describe_hidden,
    describe_levels,
    describe_mentions,
    describe_other_outcomes,
    describe_ranking,
    describe_silence,
    describe_withheld,
    title_of_level,
)
from .prose.publication import (
    describe_mutations,
    describe_percentages,
    describe_ranges,
    describe_readings,
    describe_verdicts,
)
from .prose.response import describe_response_tests, describe_weighted, describe_weights
from .prose.routing import describe_condition, describe_routing
from .prose.study import (
    caption_of_registry,
    describe_explanations,
    describe_fieldwork,
    describe_limits,
    describe_open_answers,
    describe_registry,
    describe_remarks,
    describe_response,
)
from .prose.themes import describe_coding, describe_themes
from .prose.waves import (
    ASSUMED_DIFFERENCES,
    changes_in_words,
    describe_changes,
    describe_comparability,
    describe_items_apart,
    describe_overlap,
    describe_wave_differences,
    describe_wave_item,
    describe_wave_note,
    describe_waves,
)
from .prose.words import enumerate_in_words, lower_first, upper_first
from .publication.consistency import percentage_consistency
from .publication.mutation import mutation_scores
from .publication.register import read_claims
from .publication.stated import states_response
from .reconstruction.conflicts import conflict
from .reconstruction.identify import identify
from .shares import at_level, characteristic_shares, listed_outcomes, mention_shares, stack
from .study.evidence import evidence_of
from .study.study import read_study
from .tables.cleaning import (
    corrections_made,
    disclosures,
    findings_by_rule,
    marks_in_texts,
    pinned_in_words,
    rows_set_aside,
    shown_questions,
)
from .tables.codebook import answers_of, closing_questions, describe_columns, options_of
from .tables.items import items_for_reading
from .tables.labels import (
    background_headings,
    category_labels,
    group_labels,
    in_words_of,
    split_label,
    split_title,
)
from .tables.publication import (
    consistency_in_words,
    mutations_in_words,
    not_checkable,
    ranges_side_by_side,
    readings,
    reasons,
    statements,
    unexplained,
    verdicts_by_chapter,
    verdicts_in_numbers,
)
from .tables.themes import codebook_table, groups_as_columns, shares_of_groups, with_theme_labels
from .tables.wide import overview_for_reading, weighted_for_reading
from .tidy.clean import clean

__all__ = [
    "ASSUMED_DIFFERENCES",
    "EXAMPLE_THEMES",
    "IN_OUR_WORDS",
    "OF_GROUPS",
    "ONLY_OF_ALL",
    "SPLIT_HIDDEN",
    "SUMS_HIDDEN",
    "TEXTS_HIDDEN",
    "CleanStudy",
    "OutcomeView",
    "Page",
    "StudyError",
    "TextView",
    "TooSmall",
    "agreement",
    "answers_by_group",
    "answers_of",
    "answers_per_group",
    "answers_side_by_side",
    "at_level",
    "background_headings",
    "can_be_split",
    "caption_of_registry",
    "category_labels",
    "certainty",
    "changes_in_words",
    "characteristic_shares",
    "clean",
    "closing_questions",
    "code_answers",
    "codebook_table",
    "comparable",
    "compare_groups",
    "compare_questionnaires",
    "compare_waves",
    "conflict",
    "consistency_in_words",
    "corrections_made",
    "derivable",
    "describe_changes",
    "describe_characteristic",
    "describe_cleaning",
    "describe_coding",
    "describe_columns",
    "describe_comparability",
    "describe_comparison",
    "describe_condition",
    "describe_differences",
    "describe_disclosure",
    "describe_edition",
    "describe_evidence",
    "describe_explanations",
    "describe_fieldwork",
    "describe_findings",
    "describe_first",
    "describe_half",
    "describe_hidden",
    "describe_item",
    "describe_items_apart",
    "describe_known",
    "describe_known_answers",
    "describe_known_shares",
    "describe_levels",
    "describe_limits",
    "describe_main_outcomes",
    "describe_margins",
    "describe_masking",
    "describe_mentions",
    "describe_mode",
    "describe_mutations",
    "describe_narrative",
    "describe_open_answers",
    "describe_origin",
    "describe_other_outcomes",
    "describe_overlap",
    "describe_percentages",
    "describe_pinned",
    "describe_ranges",
    "describe_ranking",
    "describe_readings",
    "describe_registry",
    "describe_remarks",
    "describe_response",
    "describe_response_tests",
    "describe_routing",
    "describe_silence",
    "describe_themes",
    "describe_verdicts",
    "describe_wave_differences",
    "describe_wave_item",
    "describe_wave_note",
    "describe_waves",
    "describe_weighted",
    "describe_weights",
    "describe_withheld",
    "design_effect",
    "disclosures",
    "enumerate_in_words",
    "evidence_of",
    "explore",
    "explore_texts",
    "findings_by_rule",
    "gather_texts",
    "group_labels",
    "groups_as_columns",
    "hidden_outcomes",
    "identify",
    "in_words_of",
    "item_shares",
    "item_summary",
    "item_texts",
    "items_for_reading",
    "keyword_in_context",
    "level_overview",
    "listed_outcomes",
    "load",
    "load_waves",
    "lower_first",
    "main_outcomes",
    "marks_in_texts",
    "mention_shares",
    "mutation_scores",
    "mutations_in_words",
    "narrative_of_level",
    "not_checkable",
    "options_of",
    "overview_for_reading",
    "percentage_consistency",
    "pinned_counts",
    "pinned_in_words",
    "plot_characteristic_shares",
    "plot_item",
    "plot_known",
    "plot_mention_shares",
    "plot_ranges",
    "plot_ranking",
    "plot_response",
    "plot_theme_shares",
    "plot_wave_item",
    "rake",
    "ranges_side_by_side",
    "read_claims",
    "read_codebook",
    "read_hand_codes",
    "read_study",
    "readings",
    "reasons",
    "registry_overview",
    "registry_responses",
    "response_rates",
    "response_tests",
    "round_weighted",
    "rows_set_aside",
    "shares_of_groups",
    "shown_questions",
    "split_label",
    "split_title",
    "stack",
    "stated_differences",
    "statements",
    "states_response",
    "theme_shares",
    "theme_shares_of_levels",
    "title_of_level",
    "unexplained",
    "upper_first",
    "verdicts_by_chapter",
    "verdicts_in_numbers",
    "wave_item_shares",
    "wave_means",
    "wave_shares",
    "weigh",
    "weighted_for_reading",
    "weighted_shares",
    "with_theme_labels",
    "withheld_groups",
    "withhold",
    "withhold_overview",
    "withhold_themes",
]
