"""Elements that every piece of a drawing is made of."""

from __future__ import annotations

from html import escape


def text_at(x: float, y: float, text: str, style: str, *, anchor: str = "") -> str:
    """A line of text; `style` are its classes, `anchor` says which end of it stands at `x`."""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{style}" x="{x:.0f}" y="{y:.0f}"{end}>{escape(text)}</text>'
