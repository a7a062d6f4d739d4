"""What a person can do to a library. Command line, batch and interface call it; it knows no question and no screen.

Each operation applies one step and returns its `Outcome`, which says in a sentence what was done.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from reader.library.library import Library
    >>> from reader.operations import annotate, reading_lists, undo
    >>> from reader.paper import Paper
    >>> from reader.store import open_library
    >>> with TemporaryDirectory() as place:
    ...     folder = Path(place)
    ...     library = Library(open_library(folder / "library", state_dir=folder, data_dir=folder))
    ...     outcome = library.add([Paper("2312.00752", "Mamba")], say=lambda plan: "Imported 1 paper")
    ...     papers = list(library.papers.values())
    ...     print(annotate.tag_papers(library, papers, ["ssm"]).say)
    ...     print(reading_lists.add_to_list(library, "Edge", papers).say)
    ...     print([step.say for step in library.history()])
    Tagged 'Mamba' 'ssm'
    Put 'Mamba' on the list 'Edge'
    ["Put 'Mamba' on the list 'Edge'", "Tagged 'Mamba' 'ssm'", 'Imported 1 paper']
"""
