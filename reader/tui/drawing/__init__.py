"""Text as styled cells: wrapped and cut by their width on the terminal, TeX made readable, nothing that steers it.

>>> from reader.tui.drawing.styled_text import fit, wrap
>>> from reader.readable_tex import readable
>>> fit(readable(r"$\\mu$nit Scaling: Simple and Scalable"), 16)
'μnit Scaling: S…'
>>> wrap([("Selective ", ""), ("state spaces", "match")], 12)
[[('Selective', '')], [('state spaces', 'match')]]
"""
