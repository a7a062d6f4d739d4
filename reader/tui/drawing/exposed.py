"""What a widget leaves behind that is gone is drawn anew, whenever it is noticed that it is gone."""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap


class ExposingCompositor(Compositor):
    """Textual holds the places of all widgets against those of the layout before, and has what changed drawn. Where it
    looked for them anew in between, it takes those for the layout before: a notice that went away meanwhile would stay
    on the terminal, until something else is drawn there."""

    @property
    def full_map(self) -> CompositorMap:
        """The places of all widgets; what changed of them since they were looked for is to be drawn."""
        before = self._full_map
        found = super().full_map
        if found is not before:
            changed = (place.clip.intersection(place.region) for _, place in found.items() ^ before.items())
            self._dirty_regions.update(filter(None, changed))
        return found
