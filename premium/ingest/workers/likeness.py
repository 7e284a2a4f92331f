"""Which identifiers of a grower's workers look alike, and how: pairs to be looked at, never merged.

The reasons are words that never change: `lost_zero`, `spacing_or_case`, `accents`, `transposed_digits`, `rehired`.
Identifiers meet only where a folded form of theirs is the same, so that no two are compared that are not alike.
"""

from __future__ import annotations

from functools import reduce

import polars as pl

LOST_ZERO, SPACING_OR_CASE, ACCENTS = "lost_zero", "spacing_or_case", "accents"
TRANSPOSED_DIGITS, REHIRED = "transposed_digits", "rehired"
MOST_ALIKE = 20
"""More identifiers than this with one folded form or one name say nothing of each other, and are not paired."""
LONGEST = 40
"""Characters up to which an identifier's digits are looked at for a swap."""
FEWEST_WORDS = 2
"""A name of fewer words is that of too many people."""

KEY = ["grower_id", "worker_id"]
PAIR = ["grower_id", "one", "other"]
PAIRS_SCHEMA = {"grower_id": pl.String, "one": pl.String, "other": pl.String, "reason": pl.String}


def alike(workers: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of identifiers that look alike, a row for each reason.

    `workers` has `grower_id` and `worker_id`. In what comes back (`grower_id`, `one`, `other`, `reason`), `one` is
    before `other` in byte order, and rows come in order.
    """
    distinct = workers.select(KEY).drop_nulls().unique()
    pairs = pl.concat([_folded(distinct), _transposed(distinct)])
    return pairs.unique().sort(*PAIR, "reason")


def same_name(named: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs (`grower_id`, `one`, `other`) that bear one name; `named` has `grower_id`, `worker_id`, `name`.

    Accents, case, spacing, punctuation and the order of a name's words make no difference.
    """
    words = pl.col("_name").str.count_matches(" ", literal=True) + 1
    plain = named.select(*KEY, _name=folded_name(pl.col("name"))).drop_nulls().unique().filter(words >= FEWEST_WORDS)
    return _meet(plain, "_name").select(PAIR).unique().sort(PAIR)


def crowded(named: pl.DataFrame) -> int:
    """Return how many identifiers bear a name that too many bear to be paired by it."""
    plain = named.select(*KEY, _name=folded_name(pl.col("name"))).drop_nulls().unique()
    crowd = plain.filter(pl.len().over("grower_id", "_name") > MOST_ALIKE)
    return len(crowd.select(KEY).unique())


def folded_name(name: pl.Expr) -> pl.Expr:
    """Return a name's words in order, without accents and case: `Muñoz, José` and `JOSE  MUNOZ` are one."""
    plain = _no_accents(name.str.normalize("NFKD")).str.to_lowercase().str.replace_all("['’`\u00b4]", "")
    words = plain.str.extract_all(r"[\p{L}\p{N}]+").list.sort().list.join(" ")
    return pl.when(words != "").then(words)


def _no_spaces(text: pl.Expr) -> pl.Expr:
    """Fold what the eye passes over: spaces, invisible characters, case, and other widths of a letter."""
    return text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s\p{C}]", "")


def _no_accents(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFD").str.replace_all(r"\p{M}", "")


def _no_zeros(text: pl.Expr) -> pl.Expr:
    """Take away the zeros before every number in an identifier: `A-0417` is `A-417`."""
    return text.str.replace_all(r"(^|[^0-9])0+([0-9])", "${1}${2}")


FOLDS = {SPACING_OR_CASE: _no_spaces, ACCENTS: _no_accents, LOST_ZERO: _no_zeros}


def _folded(workers: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that are one when all folds are made; a reason is a fold without which they would not be."""
    without = {
        reason: reduce(lambda text, fold: fold(text), (f for r, f in FOLDS.items() if r != reason), pl.col("worker_id"))
        for reason in FOLDS
    }
    fully = reduce(lambda text, fold: fold(text), FOLDS.values(), pl.col("worker_id"))
    plain = workers.with_columns(_fully=fully, **without).filter(pl.col("_fully") != "")
    met = _meet(plain, "_fully")
    parts = [met.filter(pl.col(r) != pl.col(f"{r}_right")).select(*PAIR, reason=pl.lit(r)) for r in FOLDS]
    needed = pl.concat(parts)
    # Two ways of writing one letter (é as one character or two) vanish in two folds, and need neither alone.
    unseen = met.join(needed, on=PAIR, how="anti").select(*PAIR, reason=pl.lit(SPACING_OR_CASE))
    return pl.concat([needed, unseen])


def _meet(rows: pl.DataFrame, form: str) -> pl.DataFrame:
    """Pair the identifiers of a grower that have the same `form`, each pair once."""
    few = rows.filter(pl.len().over("grower_id", form).is_between(2, MOST_ALIKE))
    met = few.join(few, on=["grower_id", form], how="inner").filter(pl.col("worker_id") < pl.col("worker_id_right"))
    return met.rename({"worker_id": "one", "worker_id_right": "other"})


def _transposed(workers: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs in which two neighbouring digits changed places."""
    text = pl.col("worker_id")
    long = text.str.len_chars()
    short = workers.filter(long.is_between(2, LONGEST) & text.str.contains("[0-9]{2}"))
    found = [pl.DataFrame(schema=PAIRS_SCHEMA)]
    for place in range(short.select(long.max()).item() or 0):
        first, second = text.str.slice(place, 1), text.str.slice(place + 1, 1)
        digits = text.str.slice(place, 2).str.contains("^[0-9]{2}$")
        swapped = pl.concat_str(text.str.slice(0, place), second, first, text.str.slice(place + 2))
        turned = short.filter(digits).select("grower_id", one="worker_id", other=swapped)
        met = turned.filter(pl.col("one") < pl.col("other")).join(
            short.rename({"worker_id": "other"}), on=["grower_id", "other"], how="semi"
        )
        found.append(met.select(*PAIR, reason=pl.lit(TRANSPOSED_DIGITS)))
    return pl.concat(found)
