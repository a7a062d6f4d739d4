"""Calls that show what each command is for: its help, its manual page and a test of each line have them from here."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "reader import page.txt --tag march",
        "reader search kv cache is:unread",
        "reader help list add",
    ),
    "open": (
        "reader open page.txt",
        "reader open https://huggingface.co/papers/date/2025-03-12",
    ),
    "import": (
        "reader import page.txt --tag march --list 'Edge models'",
        "reader import ~/papers --dry-run",
        "cat refs.bib | reader import - --format bibtex",
    ),
    "add": (
        "reader add 2408.07990 'Attention Is All You Need'",
        "reader add 10.1145/3600006.3613165 --offline --tag serving",
        "reader add --title 'On Lamps' --author 'Ada Sample' --year 2024",
    ),
    "fetch": (
        "reader fetch hf 2025-03-12",
        "reader fetch arxiv 2408.07990 --list Queue",
    ),
    "fetch hf": (
        "reader fetch hf 2025-03-12 --tag daily",
        "reader fetch hf --week 2025-W11 --dry-run",
    ),
    "fetch arxiv": (
        "reader fetch arxiv 2408.07990 2205.14135",
        "reader fetch arxiv --search 'ti:mamba au:gu' --limit 10",
        "reader fetch arxiv --category cs.CL --since 7d --tag new",
    ),
    "fetch doi": (
        "reader fetch doi 10.1145/3600006.3613165",
        "reader fetch doi 10.1145/3600006.3613165 --tag serving --dry-run",
    ),
    "complete": (
        "reader complete --dry-run",
        "reader complete 2408.07990",
        "reader complete --query 'added:7d'",
    ),
    "search": (
        "reader search small langage models is:unread",
        "reader search 'upvotes:>50 (mamba OR ssm) -is:read' --sort -year",
        "reader search '#rl' --ids | reader star -",
    ),
    "show": (
        "reader show 2408.07990",
        "reader show 2408.07990 --json",
    ),
    "related": (
        "reader related 2408.07990 --limit 5",
        "reader related --query 'list:\"Edge models\"'",
    ),
    "next": (
        "reader next",
        "reader next 'Edge models' --limit 3",
    ),
    "link": (
        "reader link 2408.07990",
        "reader link 2408.07990 --pdf",
    ),
    "tag": (
        "reader tag 2408.07990 --add merging --remove march",
        "reader tag --query 'mamba OR ssm' --add state-space --yes",
        "reader tag --query 'is:read' --add done --dry-run",
    ),
    "tags": (
        "reader tags",
        "reader tags rename rl reinforcement",
        "reader tags suggest 2408.07990",
    ),
    "tags rename": (
        "reader tags rename rl reinforcement",
        "reader tags rename march 'thesis/chapter 2'",
    ),
    "tags delete": (
        "reader tags delete march",
        "reader tags delete rl --yes",
    ),
    "tags suggest": (
        "reader tags suggest 2408.07990",
        "reader tags suggest --query 'is:untagged' --limit 3",
    ),
    "star": (
        "reader star 2408.07990 2205.14135",
        "reader star --off 2205.14135",
        "reader star --query 'upvotes:>50' --dry-run",
    ),
    "mark": (
        "reader mark read 2408.07990",
        "reader mark unread --query 'list:\"Edge models\"' --yes",
    ),
    "triage": (
        "reader triage queue 2408.07990 2205.14135",
        "reader triage dismiss --query 'is:inbox upvotes:<3' --dry-run",
    ),
    "note": (
        "reader note 2408.07990 --set 'The **recipe** is in section 3.'",
        "reader note 2408.07990 --append 'Ask Ada about figure 2.'",
        "cat remarks.md | reader note 2408.07990 --file -",
    ),
    "edit": (
        "reader edit 2408.07990 --set venue=NeurIPS --set date=2024-12",
        "reader edit 2408.07990 --clear venue --dry-run",
        "reader edit 2408.07990 --reset date",
    ),
    "remove": (
        "reader remove 2205.14135 --yes",
        "reader remove --query 'is:dismissed' --dry-run",
    ),
    "duplicates": (
        "reader duplicates",
        "reader duplicates merge 2306.00978 10.1000/awq",
        "reader duplicates different 2205.14135 2205.14136",
    ),
    "duplicates merge": (
        "reader duplicates merge 2306.00978 10.1000/awq --dry-run",
        "reader duplicates merge 2306.00978 10.1000/awq 10.1000/awq-talk",
    ),
    "duplicates different": (
        "reader duplicates different 2205.14135 2205.14136",
        "reader duplicates different 2306.00978 10.1000/awq --dry-run",
    ),
    "list": (
        "reader list",
        "reader list new 'To cite' --query '#thesis has:doi'",
        "reader list add 'Edge models' 2306.00978",
    ),
    "list show": (
        "reader list show 'Edge models'",
        "reader list show Queue --json",
    ),
    "list new": (
        "reader list new 'Reading group' --description 'Thursdays at four.'",
        "reader list new 'To cite' --query '#thesis has:doi'",
    ),
    "list add": (
        "reader list add 'Edge models' 2306.00978 2305.18290",
        "reader list add 'Small bits' --query quantization --section New --yes",
    ),
    "list remove": (
        "reader list remove 'Edge models' 2205.14135",
        "reader list remove Queue --query 'is:reading' --dry-run",
    ),
    "list move": (
        "reader list move 'Edge models' 2205.14135 top",
        "reader list move 'Edge models' 2205.14135 2",
    ),
    "list rename": (
        "reader list rename 'Edge models' 'Small models'",
        "reader list rename Queue Summer",
    ),
    "list delete": (
        "reader list delete 'Edge models'",
        "reader list delete Unread",
    ),
    "list describe": (
        "reader list describe 'Edge models' 'What runs on a **phone**.'",
        "reader list describe 'Edge models' ''",
    ),
    "list annotate": (
        "reader list annotate 'Edge models' 2205.14135 'Read this one first.'",
        "reader list annotate 'Edge models' 2205.14135 ''",
    ),
    "list section": (
        "reader list section add 'Edge models' Bits",
        "reader list section put 'Edge models' Attention 2205.14135",
    ),
    "list section add": (
        "reader list section add 'Edge models' Bits",
        "reader list section add Queue 'Next week'",
    ),
    "list section rename": (
        "reader list section rename 'Edge models' Attention 'Fast attention'",
        "reader list section rename Queue 'This week' Now",
    ),
    "list section remove": (
        "reader list section remove 'Edge models' Attention",
        "reader list section remove Queue 'This week'",
    ),
    "list section put": (
        "reader list section put 'Edge models' Attention 2205.14135",
        "reader list section put 'Edge models' '' --query id:2205.14135 --yes",
    ),
    "export": (
        "reader export --list 'Edge models' --style tasks -o models.md",
        "reader export --list 'Edge models' --for others -o shared.md",
        "reader export is:starred --format bibtex -o starred.bib",
    ),
    "sync": (
        "reader sync models.md --dry-run",
        "reader sync models.md",
    ),
    "stats": (
        "reader stats --by month --since 2026",
        "reader stats --markdown --week 7d",
    ),
    "undo": (
        "reader undo",
        "reader undo 3",
    ),
    "redo": (
        "reader redo",
        "reader redo 2",
    ),
    "history": (
        "reader history --limit 10",
        "reader history --query 'list:\"Edge models\"'",
        "reader history --json",
    ),
    "batch": (
        'echo \'{"op": "search", "query": "mamba", "limit": 3}\' | reader batch',
        "reader batch < requests.jsonl",
    ),
    "mcp": (
        "reader mcp",
        "reader mcp --write --limit 20",
    ),
    "doctor": (
        "reader doctor",
        "reader doctor --repair",
    ),
    "backup": (
        "reader backup list",
        "reader backup restore 2026-11-25 --dry-run",
    ),
    "backup list": (
        "reader backup list",
        "reader backup list --json",
    ),
    "backup restore": (
        "reader backup restore 2026-11-25 --dry-run",
        "reader backup restore 2026-11-25 --yes",
    ),
    "config": (
        "reader config check",
        "reader config path",
    ),
    "config check": (
        "reader config check",
        "reader config check > wrong.txt",
    ),
    "config path": (
        "reader config path",
        'vim "$(reader config path)"',
    ),
    "completion": (
        'eval "$(reader completion bash)"',
        "reader completion zsh > ~/.zfunc/_reader",
        "reader completion fish > ~/.config/fish/completions/reader.fish",
    ),
    "help": (
        "reader help",
        "reader help list add",
    ),
}
"""Of each command, by its words, two or three calls; they are run in this order on one library."""
