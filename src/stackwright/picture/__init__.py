"""Pictures of a service: its parts by cloud, what each takes from which, and what a run changes.

`making` reads a graph into a `Picture`, `layout` gives everything a place in rows and columns, and `svg`, `text` and
`notation` (Graphviz, Mermaid) draw it. All of it is pure: the same service gives the same picture, byte for byte. A
picture holds names and counts, never a value.
"""

from stackwright.picture.making import picture_of, with_changes
from stackwright.picture.model import Arrow, Box, Change, Picture
from stackwright.picture.notation import as_dot, as_mermaid
from stackwright.picture.svg.document import as_svg
from stackwright.picture.text.drawing import as_drawing
from stackwright.picture.text.listing import as_list

__all__ = [
    "Arrow",
    "Box",
    "Change",
    "Picture",
    "as_dot",
    "as_drawing",
    "as_list",
    "as_mermaid",
    "as_svg",
    "picture_of",
    "with_changes",
]
