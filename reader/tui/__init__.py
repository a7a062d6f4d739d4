"""The interface, sole owner of Textual.

    launch.py  app.py                 opens it; the program
    main_screen.py  main_keys.py      the one screen, and which command a key is; typeahead.py hands keys on in order
    screen_context.py  navigator.py   what a command sees of the screen and can do to it; runner.py runs commands
    sheet.py  dialogs/                one screen for each question that a command asks, laid over the one screen
    job_progress.py  background.py    long jobs, and threads that nobody waits for
    follow.py                         what others wrote meanwhile, and what an editor left
    model/                            what is shown: derived from the library, never from a widget
    widgets/                          what is on the screen; `line_view` draws the lines on the screen and no other
    drawing/                          text as styled cells
    remember.py  drafts.py  startup_cache.py  library_state.py    what is kept for the next run, for each library
    terminal.py  driver.py  signals.py  outside_programs.py       the terminal, and programs it is lent to

Attributes go down, messages come up; a widget draws its own lines and lays nothing out when a key is pressed.

    >>> from reader.tui.widgets.search_line import LineEdit
    >>> line = LineEdit("tag:rl  spaces", 8).after("ctrl+k")
    >>> line.text, line.at
    ('tag:rl  ', 8)
"""
