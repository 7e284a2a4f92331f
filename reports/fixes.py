"""What to do about a row that was set aside, by the word that its reason begins with: for pages and papers alike."""

from __future__ import annotations

FIXES = {
    "missing": "Fill in this cell.",
    "damaged": "Save the file as CSV UTF-8 again: some letters were destroyed on the way.",
    "ends_before_start": "The pay period ends before it begins: correct one of the two days.",
    "not_a_date": "Write the day as 2025-12-01.",
    "not_a_number": "Write a plain number such as 1234.50, without signs, spaces or thousands.",
    "not_an_id": "Format the column as text before typing the identifier: the spreadsheet changed it.",
    "not_hours": "Write hours and minutes as 38:15.",
    "not_in_list": "Use one of the words that this column may hold.",
    "not_money": "Write a plain amount such as 1234.50.",
    "not_said": "Fill in the row that is to say it, or correct the profile.",
    "not_shared": "Say who worked in the crew, or correct its count.",
    "ragged": "The row has more or fewer cells than the header: look for a lost delimiter or quote.",
    "too_many_decimals": "Write fewer decimals: nothing is rounded here.",
    "too_many_digits": "The number is too long: was something else typed into this cell?",
    "uncovered_product": "It was decided that this is none of the program’s products: nothing to do.",
    "unknown_word": "Add this word to the sender’s profile.",
    "unmapped_product": "Decide in the sender’s profile which of the program’s products this is.",
    "used_before": "An earlier row has this identifier: give each row its own, or remove the copy.",
}
FIX = "Correct this cell in the sender’s file, and send it again."
"""What to do for any other reason."""


def fix(reason: str) -> str:
    """Return what to do about a row that was set aside for a reason."""
    return FIXES.get(reason.partition(":")[0], FIX)


def every() -> tuple[str, ...]:
    """Return all of these sentences, for those who translate them."""
    return (*FIXES.values(), FIX)
