"""What arXiv gives out: the answers of its interface, its mailings, and its pages as people save or copy them.

Its RSS feeds are read like anybody's (`reader.formats.feed`), and so are its answers to harvesters
(`reader.formats.oai_pmh`). What all of them share is how arXiv writes its authors:

    >>> from reader.formats.arxiv.authors import names
    >>> names("Ada Sample (Here), Bo Muster and C. Probe, et al. (3 additional authors not shown)")
    ('Ada Sample', 'Bo Muster', 'C. Probe')
"""
