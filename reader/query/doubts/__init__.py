"""What is in doubt in a query: each module answers one question, and gives a `Doubt` with the words for it.

    words        a word that was hardly meant as one: a filter or an exclusion with a slip in it
    lookalikes   signs of other keyboards, and what nobody sees
    pairing      what belongs together and does not: parentheses, and what joins
    exclusions   what is to be left out, where a slip leaves out less
    proposals    what a doubt proposes, which must be understood itself

What only a library can tell (a tag that no paper has, a name without its quotes) is asked in `operations.choosing`.

>>> from reader.query import parse
>>> [doubt.words for doubt in parse("heaps taq:x").doubts]
["'taq:x' is no filter; did you mean 'tag:x'?"]
"""
