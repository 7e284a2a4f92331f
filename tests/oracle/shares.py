"""Section 6: the largest-remainder rule, which section 8 uses too."""

from __future__ import annotations


def shares(total: int, weights: dict[str, int]) -> dict[str, int]:
    """`total` whole cents by weight, so that the parts add up to the total, always.

    "floor(share_i) cents, and the cents left over go one each to the largest fractional parts; ties go to the
    smaller" id. All shares have the same denominator, so the remainders order as the fractional parts do.
    """
    if not weights:
        return {}
    whole = sum(weights.values())
    parts = {name: total * weight // whole for name, weight in weights.items()}
    left_over = total - sum(parts.values())
    # Identifiers are compared by their bytes (contract, notation).
    by_fraction = sorted(weights, key=lambda name: (-(total * weights[name] % whole), name.encode()))
    for name in by_fraction[:left_over]:
        parts[name] += 1
    return parts
