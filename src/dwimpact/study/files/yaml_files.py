"""YAML of a study folder, read where no file can take the process down.

The loader in C recurses per level, keeps the last of two equal keys, and lets aliases stand for
any number of entries.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import yaml

MOST_DEPTH = 50
MOST_ENTRIES = 200_000  # aliases written out
LONGEST_SCALAR = 100  # of a number or a date
STR_TAG = "tag:yaml.org,2002:str"
MERGE = "tag:yaml.org,2002:merge"
# What the constructors of PyYAML raise for '!!int many' or 2023-02-31.
WRONG_SCALAR = (ValueError, KeyError, AttributeError, TypeError, OverflowError)


class YamlRefused(yaml.MarkedYAMLError):
    """YAML that PyYAML would read, but should not. `problem` says why."""


def load_yaml(text: str) -> Any:
    """What a YAML text says. Raises yaml.YAMLError, with the place where it knows one."""
    return yaml.load(text, _Loader)


# The one in C, where there is one: ten times as fast.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        """Called for every node, before the ones inside it."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _wrong(f"entries are nested more than {MOST_DEPTH} deep", current_node)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def get_single_node(self) -> yaml.Node | None:
        root = super().get_single_node()
        if root:
            _check(root)
        return root

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except WRONG_SCALAR:
            kind = node.tag.rpartition(":")[2]
            raise _wrong(f"an entry is no {kind}", node) from None


def _check(root: yaml.Node) -> None:
    """Raise for a key that stands twice in a mapping, a number or date of any length, or more
    entries than there are in any study.
    """
    seen: set[int] = set()
    stack = [(root, 1)]
    for _ in range(MOST_ENTRIES):
        if not stack:
            return
        node, depth = stack.pop()
        if depth > MOST_DEPTH:
            raise _wrong(f"entries are nested more than {MOST_DEPTH} deep", node)
        if id(node) not in seen:
            _check_one(node)
            seen.add(id(node))
        stack += [(inner, depth + 1) for inner in _inside(node)]
    raise _wrong(f"there are more than {MOST_ENTRIES} entries", root)


def _check_one(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        known: dict[Hashable, yaml.Node] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != MERGE:
                name = (key.tag, key.value)
                if name in known:
                    first = known[name].start_mark.line + 1
                    raise _wrong(f"key '{key.value}' stands there already, at line {first}", key)
                known[name] = key
    long = isinstance(node, yaml.ScalarNode) and len(node.value) > LONGEST_SCALAR
    if long and node.tag != STR_TAG:
        raise _wrong("a number or date is too long", node)


def _inside(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _wrong(what: str, node: yaml.Node | None) -> YamlRefused:
    return YamlRefused(problem=what, problem_mark=node.start_mark if node else None)
