"""What the interface shows, without a widget.

>>> from reader.paper import Paper
>>> from reader.tui.model.counts import Counts
>>> from reader.tui.model.sidebar_rows import sidebar_rows
>>> counts = Counts({"1": Paper("1", "Mamba", tags=("ml/ssm",), starred=True)})
>>> [(row.text, row.count) for row in sidebar_rows(counts, {"Edge": (0, 1)}, {}) if row.count][:2]
[('All papers', '1'), ('Edge', '0/1')]
"""
