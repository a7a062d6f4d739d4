"""The widgets of the one screen. Each draws its own lines; `line_view` draws those on the screen and no others.

>>> from rich.style import Style
>>> from reader.paper import Paper
>>> from reader.tui.widgets.paper_row import paper_row
>>> paper = Paper("1", "Selective State Spaces", published="2023-12-01", starred=True)
>>> row = paper_row(paper, 48, (), lambda paper, room: None, lambda name: Style(), selected=False)
>>> "".join(segment.text for segment in row)
'  ★ Selective State Spaces              2023    '
"""
