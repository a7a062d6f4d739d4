"""Texts of the forms in which arXiv gives papers out, with made-up papers in them."""

RULE = "-" * 78
MAIL = rf"""Date: Mon, 2 Mar 26 01:22:17 GMT
Subject: cs.ZZ daily Subj-class mailing 2 new + 1 crosses received

{RULE}
 Submissions to:
Gardening
 received from  Thu 26 Feb 26 19:00:00 GMT  to  Fri 27 Feb 26 19:00:00 GMT
{RULE}
{RULE}
\\
arXiv:2603.00011
Date: Fri, 27 Feb 2026 09:10:11 GMT   (120kb,D)

Title: Gardens that prune themselves: a long title that goes
  on in the next line with Poincar\'e and $\mathcal{{O}}(n^2)$
Authors: Ada Sample (1), Bo M\"uster (2) and the HEDGE Collaboration ((1) Shed,
  (2) Barn)
Categories: cs.LG cs.AI
Comments: 12 pages. arXiv admin note: text overlap with arXiv:2601.00099
\\
  We present a method that prunes gardens, after Erd\H{{o}}s. Experiments show
that our model improves on every baseline.
\\ ( https://arxiv.org/abs/2603.00011 ,  120kb)
{RULE}
\\
arXiv:2603.00012 (*cross-listing*)
Date: Fri, 27 Feb 2026 10:00:00 GMT   (77kb)

Title: A bound on hedges
Authors: Cleo Probe
Categories: math.CO cs.ZZ
License: http://creativecommons.org/licenses/by/4.0/
\\
  We prove a bound.
\\ ( https://arxiv.org/abs/2603.00012 ,  77kb)
%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
{RULE}
\\
arXiv:math/0501001
replaced with revised version Fri, 27 Feb 2026 08:00:00 GMT   (25kb,D)

Title: Old hedges
Authors: Cleo Probe, Ada Sample
Categories: math.CO
Journal-ref: Garden Letters 19 (2006), 38
DOI: 10.1234/OLD.1
\\ ( https://arxiv.org/abs/math/0501001 ,  25kb)
%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---
For subscribe options to combined math archives,
e-mail To: math@arxiv.org, Subject: subscribe
"""
OLD_MAIL = rf"""{RULE}
\\
Paper (*cross-listing*): hep-th/9203001
From: ADA@SHED.EXAMPLE
Date: Mon, 2 Mar 1992 10:15 EST   (9kb)
Date (revised): Tue, 3 Mar 1992 11:00 EST

Title: On the strings of a hedge
Author: Ada Sample
Comments: 9 pages
Report-no: SHED-92-1
\\
  Strings are short.
\\
{RULE}
\\
Paper: cond-mat/9203002
From: Bo Muster <bo@barn.example>
Date: Mon, 2 Mar 92 12:00:00 GMT

Title: Heat in the shed
Authors: Bo Muster
\\
  Heat rises.
\\
"""
LISTING = """Gardening
Authors and titles for recent submissions

See today's new changes
Total of 120 entries
Showing up to 50 entries per page: fewer | more | all
New submissions (showing 2 of 2 entries)
[1] arXiv:2603.00011 [pdf, html, other]
Title: Gardens that prune themselves
Ada Sample, Bo Muster
Comments: 12 pages. Follows arXiv:2601.00099
Subjects: Machine Learning (cs.LG); Artificial Intelligence (cs.AI)
We present a method that prunes gardens.
[2] arXiv:2603.00012 [pdf, other]
Title: A bound on hedges
Cleo Probe
Journal-ref: Garden Letters 3 (2026)
Subjects: Combinatorics (math.CO)
We prove a bound.
Cross submissions (showing 1 of 1 entries)
[3] arXiv:2603.00013 (cross-list from math.ST) [pdf, html, other]
Title: Moss in the mean
Dora Test, Ada Sample, et al. (12 additional authors not shown)
Subjects: Statistics Theory (math.ST)
Replacement submissions (showing 1 of 1 entries)
[4] arXiv:2401.00014 (replaced) [pdf, html, other]
Title: Trowels revisited
Bo Muster
Subjects: Machine Learning (cs.LG)
Trowels are considered again.
Total of 120 entries
About
Help
"""
LISTING_HTML = """<!DOCTYPE html>
<html lang="en"><head><title>Gardening</title><script>var a = "<dt>";</script></head><body>
<h3>Showing new listings for Monday, 2 March 2026</h3>
<dl id='articles'><h3>New submissions (showing 2 of 2 entries)</h3>
<dt><a name='item1'>[1]</a>
  <a href ="/abs/2603.00011" title="Abstract" id="2603.00011">arXiv:2603.00011</a>
  [<a href="/pdf/2603.00011" id="pdf-2603.00011">pdf</a>, <a href="/format/2603.00011">other</a>]</dt>
<dd><div class='meta'>
 <div class='list-title mathjax'><span class='descriptor'>Title:</span>
          Gardens that prune themselves
        </div>
 <div class='list-authors'><a href="https://arxiv.org/search/?query=S">Ada Sample</a>,
   <a href="x">Bo M&uuml;ster</a></div>
 <div class='list-comments mathjax'><span class='descriptor'>Comments:</span>
   12 pages. Follows <a href="/abs/2601.00099">arXiv:2601.00099</a></div>
 <div class='list-subjects'><span class='descriptor'>Subjects:</span>
  <span class="primary-subject">Machine Learning (cs.LG)</span>; Artificial Intelligence (cs.AI)</div>
 <p class='mathjax'>
  We present a method that prunes gardens, for $a&lt;b$.
 </p></div></dd>
<dt><a name='item2'>[2]</a> <a href ="/abs/math/0501001">arXiv:math/0501001</a>
   [<a href="/pdf/math/0501001">pdf</a>]</dt>
<dd><div class='meta'><div class='list-title'><span class='descriptor'>Title:</span> Old hedges</div>
<div class='list-authors'><a href="x">Cleo Probe</a></div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span> Combinatorics (math.CO)</div></div></dd>
</dl><div>Total of 2 entries</div></body></html>
"""
RECENT = """arXiv.org > cs.ZZ

Fri, 27 Feb 2026

[1]  arXiv:2603.00011 [pdf, ps, other]

Title: Gardens that prune
themselves

Authors: Ada Sample,
Bo Muster

Comments: 12 pages
that go on

Subjects: Machine Learning (cs.LG);
Artificial Intelligence (cs.AI)

[2]  arXiv:2603.00012 [pdf]
Title: A bound on hedges
Authors: Cleo Probe
Subjects: Combinatorics (math.CO)

[ total of 2 entries:  1-2 ]
[ showing up to 25 entries per page:  fewer |  more ]
Links to: arXiv, form interface, find, cs, recent, 2603, contact, h elp
"""
FOUND = """Showing 1–2 of 2 results for all: hedges
1. arXiv:2603.00011 [pdf, ps, other]  cs.LG cs.AI
Title: Gardens that prune themselves
Authors: Ada Sample, Bo Muster
Abstract: We present a method… ▽ More We present a method that prunes gardens. △ Less
Submitted 2 March, 2026; v1 submitted 27 February, 2026; originally announced March 2026.
Comments: 12 pages
2. arXiv:2603.00012 [pdf, other]  math.CO
Title: A bound on hedges
Authors: Cleo Probe
Abstract: We prove a bound. △ Less
Submitted 27 February, 2026; originally announced March 2026.
"""
ABSTRACT_PAGE = """Skip to main content
arXiv logo > cs > arXiv:2603.00011
Computer Science > Machine Learning
arXiv:2603.00011 (cs)
[Submitted on 27 Feb 2026 (v1), last revised 2 Mar 2026 (this version, v2)]
Title:Gardens that prune themselves
Authors:Ada Sample, Bo Muster (HEDGE Collaboration)
View a PDF of the paper titled Gardens that prune themselves, by Ada Sample and Bo Muster
View PDF
Abstract:We present a method that prunes gardens.
Comments:\t12 pages. Follows arXiv:2601.00099
Subjects:\tMachine Learning (cs.LG); Artificial Intelligence (cs.AI)
Cite as:\tarXiv:2603.00011 [cs.LG]
 \t(or arXiv:2603.00011v2 [cs.LG] for this version)
 \thttps://doi.org/10.48550/arXiv.2603.00011
Journal reference:\tGarden Letters 3 (2026)
Related DOI:\thttps://doi.org/10.1234/gl.3
Submission history
From: Ada Sample [view email]
[v1] Fri, 27 Feb 2026 09:10:11 UTC (120 KB)
"""
OLD_ABSTRACT_PAGE = """Mathematics > Combinatorics

Title: Old hedges

Authors: Cleo Probe, Ada Sample

(Submitted on 1 Jan 2005)

Abstract: Hedges are old.

They have paths.

Subjects: Combinatorics (math.CO)
Cite as: arXiv:math/0501001 [math.CO]
  (or arXiv:math/0501001v1 [math.CO] for this version)
"""
READER_PAGE = """Title: Gardens that prune themselves

URL Source: https://arxiv.org/abs/2603.00011

Markdown Content:
[Skip to main content](https://arxiv.org/abs/2603.00011#content)

*   [Login](https://arxiv.org/login)
*   [View PDF](https://arxiv.org/pdf/2603.00011)

**arXiv:2603.00011** (cs)

 [Submitted on 27 Feb 2026]

# Title:Gardens that prune themselves

Authors:[Ada Sample](https://arxiv.org/search/cs?query=Sample,+A), [Bo Muster](https://arxiv.org/search/cs?query=M)

[View PDF](https://arxiv.org/pdf/2603.00011)
> Abstract:We present a method that prunes gardens.

Comments:12 pages. Follows [arXiv:2601.00099](https://arxiv.org/abs/2601.00099)
Subjects:Machine Learning (cs.LG)
Cite as:[arXiv:2603.00011](https://arxiv.org/abs/2603.00011) [cs.LG]
"""
READER_LISTING = """Title: Gardening

URL Source: https://arxiv.org/list/cs.ZZ/new

Markdown Content:
### New submissions (showing 2 of 2 entries)

[1][arXiv:2603.00011](https://arxiv.org/abs/2603.00011 "Abstract") [[pdf](https://arxiv.org/pdf/2603.00011 "PDF"), [html](https://arxiv.org/html/2603.00011v1)]

Title: Gardens that prune themselves

[Ada Sample](https://arxiv.org/search/cs?query=Sample,+A), [Bo Muster](https://arxiv.org/search/cs?query=Muster,+B)

Subjects:Machine Learning (cs.LG)

We present a method that prunes gardens.

[2][arXiv:2603.00012](https://arxiv.org/abs/2603.00012 "Abstract") [[pdf](https://arxiv.org/pdf/2603.00012 "PDF")]

Title: A bound on hedges

[Cleo Probe](https://arxiv.org/search/math?query=Probe,+C)

Subjects:Combinatorics (math.CO)

We prove a bound.
"""
SERVED_FILE = """Title: Gardens that prune themselves

URL Source: https://arxiv.org/pdf/2603.00011v2

Markdown Content:
Gardens that prune themselves

Ada Sample 1, Bo Muster 2

## Abstract

We present a method that prunes gardens. Experiments show that our approach
improves on every baseline.

## 1 Introduction

As others [3] (https://arxiv.org/abs/2601.00099) say, hedges grow.
"""
SERVED_RESULTS = """[1] Title: Gardens that prune themselves
[1] URL Source: https://arxiv.org/abs/2603.00011
[1] Description: Abstract page for arXiv paper 2603.00011: Gardens that prune themselves
[1] Published Time: Tue, 3 Mar 2026 01:08:41 GMT

[View PDF](https://arxiv.org/pdf/2603.00011)[HTML (experimental)](https://arxiv.org/html/2603.00011v2)

> Abstract:We present a method that prunes gardens.

[2] Title: The shed
[2] URL Source: https://shed.example/
[2] Description: Opening hours

[3] Title: [2603.00012] A bound on hedges
[3] URL Source: https://arxiv.org/abs/2603.00012
[3] Description: Abstract page
"""
TEXT_OF_PAGE = """[2603.00011] Gardens that prune themselves
PDF: https://arxiv.org/pdf/2603.00011

# Computer Science > Machine Learning

arXiv:2603.00011 (cs)

  [Submitted on 27 Feb 2026 (v1), last revised 2 Mar 2026 (this version, v2)]

# Title:Gardens that prune themselves

View PDF HTML (experimental)Abstract:We present a method that prunes gardens.

It has two paragraphs.

| Comments: | 12 pages |
| --- | --- |
| Subjects: | Machine Learning (cs.LG) |
| Cite as: | [arXiv:2603.00011](https://arxiv.org/abs/2603.00011) [cs.LG] |
"""
OLD_LISTING_HTML = """<html><head><title>hep-th: recent</title></head><body><h3>Mon, 2 Mar 1998</h3><dl>
<dt>1.&nbsp;<b><a href="/abs/hep-th/9803001">hep-th/9803001</a></b> [<a href="/abs/hep-th/9803001">abs</a>,
 <a href="/ps/hep-th/9803001">src</a>, <a href="/ps/hep-th/9803001">ps</a>] :<dd>
<b>Title: </b>Strings of a hedge<br><b>Authors: </b><a href="x">Ada Sample</a> (Shed),
<a href="x">Bo Muster</a><br><b>Comments:</b> 9 pages<br>
<dt>2.&nbsp;<b><a href="/abs/hep-th/9803002">hep-th/9803002</a></b> [<a href="/abs/hep-th/9803002">abs</a>] :<dd>
<b>Title: </b>Heat of a hedge<br><b>Authors: </b>Bo Muster<br>
</dl></body></html>
"""
