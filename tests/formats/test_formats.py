"""What can be read and written stands in one table, which the command line, the dialog and the README read."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from reader.formats import FORMATS, TOLD, WRITTEN
from reader.formats.styles import TEMPLATES
from reader.io.read import read
from tests.support.cli import Reader


def test_the_styles_are_the_templates_that_there_are() -> None:
    """A style of the table has a template, and a template is a style of the table."""
    folder = resources.files("reader.formats.markdown") / "styles"
    assert FORMATS["markdown"].styles == TEMPLATES[: len(FORMATS["markdown"].styles)]
    assert {f"{style}.jinja" for style in TEMPLATES} == {one.name for one in folder.iterdir()}


@pytest.mark.parametrize("name", [known.name for known in WRITTEN])
def test_every_format_that_is_written_is_exported(reader: Reader, fixtures: Path, tmp_path: Path, name: str) -> None:
    """The command line takes each, to a file that ends as the format's files do, or to a folder."""
    reader("import", str(fixtures / "page-compact.txt"))
    target = tmp_path / f"out{FORMATS[name].suffix}"
    assert reader("export", "--format", name, "-o", str(target)).status == 0
    assert target.is_dir() == FORMATS[name].folder
    assert target.exists()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_told_to_an_import_is_what_it_can_be_told(reader: Reader, tmp_path: Path, name: str) -> None:
    """`import --format` refuses a name in one way, and takes what the importer takes."""
    source = tmp_path / "empty.txt"
    source.write_text("", encoding="utf-8")
    told = reader("import", "--format", name, str(source), check=False)
    assert ("is no value of '--format'" in told.err) == (name not in TOLD)
    if name in TOLD:
        list(read(source, format=name))
    else:
        with pytest.raises(Exception, match="no format called"):
            read(source, format=name)
