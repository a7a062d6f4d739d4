"""What people saved to read later, or as bookmarks: of its pages, those that lead to papers.

```text
saved.py      one saved page, and which pages of a list are papers
tables.py     CSV of Pocket, Instapaper, Raindrop, Readwise, Matter, Diigo
bookmarks.py  HTML of browsers and of services that write as browsers do
records.py    JSON of browsers, Omnivore, Pinboard, Raindrop, Readwise, wallabag
```

    >>> from reader.formats.read_later import tables
    >>> head = "title,url,time_added,tags,status"
    >>> [paper.arxiv_id for paper in tables.parse(f"{head}\\nOn lamps,https://arxiv.org/abs/2401.00011,1,,unread\\n").papers]
    ['2401.00011']
"""
