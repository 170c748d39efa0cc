"""Changes of figures that are no counts: money, areas, rates."""


def relative_change(now: float, before: float) -> float | None:
    """Change relative to the base (同比, 环比): −0.07 is 7 % less; None where the base is 0.

    For counts take `geodata.analysis.change.compare_counts`, which also says whether a change is
    more than chance.
    """
    return None if before == 0 else (now - before) / abs(before)


def point_change(now_share: float, before_share: float) -> float:
    """Change of a share in percentage points 百分点, never in percent."""
    return 100.0 * (now_share - before_share)
