"""What there is: papers and reading lists, and the one way in which they change.

library.py        the library in memory; every edit goes through it
contents.py       what can be read of it, and the ways to name a paper or a list
change.py         one edit, its inverse, a step
registers.py      the state: the catalogue's facts with the steps of all journals folded over them
undo.py           what can be taken back, and what is left alone then
ingest.py         what an import changes
merging.py        what is new, what is completed, what may be there twice; matching.py decides for one record
likeness.py       papers of the library that may be one
reading_lists.py  positions.py   lists from one value to the next, and the keys that keep their order

>>> from reader.library import change
>>> from reader.paper import Paper
>>> (edit,) = change.tag(Paper("2312.00752", "Mamba"), add=("rl",))
>>> edit
Change(subject='2312.00752', key='tag:rl', before=None, after='rl')
>>> change.net([edit, edit.inverse])
[Change(subject='2312.00752', key='tag:rl', before=None, after=None)]
"""
