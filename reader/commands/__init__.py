"""What a key of the interface does: the questions that it asks first, and then an operation.

bindings.py     the one table of commands: keys, titles, groups, and the function of each
papers.py  library.py  imports.py  exports.py  view.py     those functions, by what they are about
context.py      what a command sees of the interface: library, selection, ways to ask and to say
questions.py    what may be asked, as values; asking.py holds what all of them share

No widget is known here: `reader.tui.screen_context` implements the context.

>>> from reader.commands.bindings import COMMANDS, key_map, remapped
>>> key_map(COMMANDS)["t"].id
'paper.tag'
>>> table, problems = remapped({"paper.tag": ("c",), "paper.tga": ("t",)})
>>> key_map(table)["c"].title
'Tag'
>>> problems[0].partition(";")[0]
'keys.paper.tga: there is no such command'
"""
