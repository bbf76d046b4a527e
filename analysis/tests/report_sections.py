"""Made-up sections of a comparison, in the form `resettle compare --json` gives them: for tests of
wording and of pages that no real study shows (suppressed, missing, unclear)."""

from __future__ import annotations

from typing import Any

REPLICATES = 5
T_95 = 2.776  # Student's t for five replicates


def estimate(mean: float, error: float) -> dict[str, Any]:
    half = T_95 * error
    return {
        "mean": mean,
        "standard_error": error,
        "low": mean - half,
        "high": mean + half,
        "replicates": REPLICATES,
    }


def paired(mean: float, error: float, reference: float) -> dict[str, Any]:
    return {"reference": reference, "difference": estimate(mean, error), "clear": None}


def count(mean: float | None) -> dict[str, Any]:
    told = estimate(mean or 0.0, 1.0)
    return {**told, "mean": mean, "suppressed": mean is None}


def arm(name: str, label: str, gain: float, error: float, verdict: str = "ratio") -> dict[str, Any]:
    price = 250_000.0 if verdict == "ratio" else None
    cell = {"reference_type": "isolation", "arm_type": "integration", "persons": count(900)}
    return {
        "arm": name,
        "label": label,
        "at_end": [
            {
                "outcome": "employment_rate",
                "label": "employed",
                "unit": "share",
                **paired(0.01, 0.001, 0.6),
            }
        ],
        "horizon": {
            "integrated_person_months": paired(gain, error, 200_000.0),
            "employed_person_months_net": paired(gain / 2, error, 300_000.0),
            "programme_cost_krw": paired(2.5e9, 1e8, 5e10),
            "public_budget_krw": paired(-1.2e9, 1e8, 4e10),
            "cost_per_person_month": {
                "verdict": verdict,
                "krw_per_person_month": price,
                "low": price and 200_000.0,
                "high": price and 300_000.0,
            },
        },
        "type_changes": {"gained": count(1200), "lost": count(None), "table": [cell]},
    }


def comparison(*arms: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {
        "study": "example",
        "intent": "What does an example add?",
        "reference": "today",
        "reference_label": "Law of the day",
        "start": "1990-01",
        "policy_start": "2012-01",
        "end": "2025-12",
        "replicates": REPLICATES,
        "scale": 0.1,
        "price_year": 2025,
        "discount_rate": 0.045,
        "arms": list(arms),
        **sections,
    }
