"""The table and the closing JSON line of a benchmark."""

from __future__ import annotations

import json


def print_report(name: str, figures: dict[str, float], reach: dict[str, tuple[str, float]] | None = None) -> None:
    """Print the figures and, last, one JSON object; reach holds aims as (">=" or "<=", number)."""
    wide = max(len(figure) for figure in figures)
    for figure, value in figures.items():
        print(f"  {figure:<{wide}}  {value:>12.3f}")
    aims = reach or {}
    missed = [f for f, (sign, aim) in aims.items() if not (figures[f] >= aim if sign == ">=" else figures[f] <= aim)]
    shown = {f: [sign, aim] for f, (sign, aim) in aims.items()}
    rounded = {f: round(v, 4) for f, v in figures.items()}
    print(json.dumps({"bench": name, "figures": rounded, "reach": shown, "missed": missed}))
