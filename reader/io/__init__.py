"""Where papers come from and go to: a source is read, a file is written, an address is fetched.

>>> from reader.io.read import read_text
>>> source = read_text("TY  - JOUR\\nTI  - Mamba\\nAU  - Gu, Albert\\nER  - \\n", "pasted text")
>>> source.name, source.format, [paper.title for paper in source.papers]
('pasted text', 'ris', ['Mamba'])
>>> print(read_text("Dear all, see you on Monday.", "mail.txt").error)  # doctest: +ELLIPSIS
No papers were found in mail.txt: it is in none of the forms that Reader looks for: ...
"""
