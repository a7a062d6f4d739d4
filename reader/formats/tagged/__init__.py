"""Records of lines that begin with a tag, as databases and reference managers write them besides RIS: one reader, and a
module with the table of tags for each dialect (PubMed, EndNote, RefWorks, Web of Science).

    >>> from reader.formats.tagged import pubmed
    >>> text = "PMID- 1\\nTI  - Lamps that learn\\n      at night.\\nFAU - Sample, Ada\\nDP  - 2019 May 3\\n"
    >>> (paper,) = pubmed.parse(text).papers
    >>> paper.title, paper.authors, paper.published
    ('Lamps that learn at night', ('Ada Sample',), '2019-05-03')
"""
