"""What services on the network know of papers: arXiv, Hugging Face, Crossref and doi.org, asked with good manners.

    endpoints.py     where each service is asked, and by whom
    client.py        one question and its answer, over all that manners ask for
    manners.py       when a service may be asked, also by several processes
    answer_cache.py  answers that were given before
    answers.py       what an answer is: papers, problems, what is not there
    arxiv.py  huggingface.py  crossref.py  doi.py      what can be asked of each

    >>> from reader.online.endpoints import endpoints
    >>> from reader.settings import Settings
    >>> endpoints(Settings(), {"READER_CONTACT": "ann@example.org"}).arxiv.base
    'https://export.arxiv.org'

Nothing here changes a library, and no other command loads it. What comes is data: it passes the parsers of `formats`,
which clean and bound it, and an answer for another paper than the one asked is not taken.

The standard library asks well enough: manners allow one connection at a time, so that pools, HTTP/2 and retries of
others have nothing to do here, and they take 4 (httpx), 10 (urllib3) and 20 times (niquests) as long to load.
"""
