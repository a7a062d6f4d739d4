"""The command line, and the only place where store, library and interface are put together.

Data goes to standard output, talk to standard error. Every error that a person can cause is one sentence and an exit
status; what nobody foresaw is written to a report, and the sentence says where it lies.

    front.py        what `--help` and `--version` say, and which verbs there are; loads nothing of the rest
    main.py         the verbs put together, errors told, the exit status
    session.py      where the library is, the library itself once it is needed
    mistakes.py     mistyped commands and options; querying.py: where a query and options stand side by side
    output.py       lines, tables, JSON and errors as they are printed
    papers.py, lists.py, importing.py, exporting.py, upkeep.py      the verbs, as are those that are not named here
    batch.py        requests in, answers out; batch_keys.py: which there are; batch_schemas.py: what `help` says of them
    batch_reading.py, batch_editing.py, batch_request.py      what answers them, and what that has in common
    assistants.py   `reader mcp`; assistant_tools.py: how far an assistant goes; mcp_server.py: on the wire

    >>> from click.testing import CliRunner
    >>> from reader.cli.main import reader
    >>> print(CliRunner().invoke(reader, ["star", "--help"]).output.splitlines()[2].strip())
    Star papers, or take their stars away.
"""
