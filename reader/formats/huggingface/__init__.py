"""Hugging Face papers: their pages as text, and the answers of their interface.

`page` reads a page as a person copies it or a crawler saves it: `page_noise` takes away what is no paper, `unwrap`
joins hard-wrapped lines, `line_score` and `page_evidence` tell titles from abstracts and papers from anything else.
`scrape` reads pages that kept their headings and links, `daily_json` the answers of the daily-papers interface.

    >>> from reader.formats.huggingface import daily_json
    >>> text = '[{"paper": {"id": "2312.00752", "title": "Mamba", "summary": "", "upvotes": 7}}]'
    >>> daily_json.sniff(text)
    True
    >>> [(paper.arxiv_id, paper.upvotes) for paper in daily_json.parse(text).papers]
    [('2312.00752', 7)]
"""
