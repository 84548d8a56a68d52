"""Stand-alone SVG: no script, no font, no file but itself; light and dark, with words for who cannot see it."""
