"""The rows of the list are ids of papers; what else stands among them begins with a sign that no id has."""

HEADING = "\0"
"""Begins a row that is not a paper's id but the heading of a section."""
NEAREST = HEADING + "\0"
"""Begins the heading above papers that do not have all words of the query."""
REASON = HEADING + "\1"
"""Begins a row that says of the paper above it, whose id follows, why it stands there."""
FOLDED = HEADING + "\2"
"""Begins a row that stands for the papers of a folded group, which the cursor can stand on: its heading follows, and
behind `ASIDE` how many they are, and the number of the group."""
ASIDE = "\t"
"""Parts a heading from what stands at its right."""


def heading_of(row: str) -> str:
    """What a heading says, or that of the group for which a row of folded papers stands."""
    return row.removeprefix(FOLDED).lstrip(HEADING).partition(ASIDE)[0]
