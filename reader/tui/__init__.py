"""The interface, sole owner of Textual.

    launch.py         opens it; app.py is the program, main_screen.py the one screen, main_keys.py its keys
    ahead.py          hands keys on in order, however fast they come; sheet.py is what may lie over the one screen
    paper_list.py  paper_detail.py  sidebar.py  search_line.py  bottom_line.py     what is on the screen
    shown.py  finder.py  counts.py    what is shown: derived from the library, never from a widget
    screen_desk.py  asking.py  stage.py  look.py  runner.py  the desk and the stage commands work on, and who runs them
    line_view.py  scrolled.py         a widget that draws the lines on the screen and no other
    remember.py  glimpse.py           what is kept for the next run
    dialogs/                          one screen for each question a command asks

Attributes go down, messages come up; a widget draws its own lines and lays nothing out when a key is pressed.
"""
