"""A study as its author wrote it (YAML), which a study file keeps: its arms, and what they are called
in which language. What was added to it on the command line is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resettle.plain_yaml import plain_yaml


class WrittenStudy:
    """One study; a scenario that was run by itself has no arms and asks for no outcomes."""

    def __init__(self, text: str) -> None:
        told = plain_yaml(text)
        self._told: Mapping[str, Any] = told if isinstance(told, Mapping) else {}

    @property
    def arms(self) -> list[str]:
        return list(self._arms)

    @property
    def outcomes(self) -> list[str]:
        """Indicators that the study asks for beside those that are always compared."""
        return list(self._told.get("outcomes") or [])

    def labels(self, arm: str) -> Mapping[str, str]:
        """The label of an arm by language, if it has several."""
        label = self._arms.get(arm, {}).get("label")
        return label if isinstance(label, Mapping) else {}

    def together(self, arm: str) -> list[str] | None:
        """Of an arm that lays several policies over the baseline, the arms that have one of them each,
        or nothing where one has none; None of any other arm."""
        overlays = self._overlays(arm)
        if len(overlays) < 2:
            return None
        alone = {tuple(self._overlays(other)): other for other in self.arms}
        return [alone[one,] for one in overlays] if all((one,) in alone for one in overlays) else []

    def _overlays(self, arm: str) -> list[str]:
        overlay = self._arms.get(arm, {}).get("overlay") or []
        return list(map(str, overlay)) if isinstance(overlay, list) else [str(overlay)]

    @property
    def _arms(self) -> dict[str, Mapping[str, Any]]:
        told = self._told.get("arms")
        arms = told if isinstance(told, Mapping) else {}
        return {str(arm): entry if isinstance(entry, Mapping) else {} for arm, entry in arms.items()}
