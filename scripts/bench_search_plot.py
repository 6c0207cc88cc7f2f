"""Latency against size as an SVG, both axes logarithmic."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 30, 50
LINE = 16.0
"""Least distance of two lines of text."""

COLOURS = ("#1f5fa8", "#b5451b", "#2b7a3f", "#6d3f9c", "#555555")


def draw(lines: dict[str, list[tuple[int, float]]]) -> str:
    """Draw one line a query.

    Args:
        lines: Name of the query to (passages in the collection, milliseconds), by size.
    """
    sizes = [size for points in lines.values() for size, _ in points]
    times = [milliseconds for points in lines.values() for _, milliseconds in points]
    left, right = log10(min(sizes)), log10(max(sizes))
    bottom, top = floor(log10(min(times))), ceil(log10(max(times)))

    def across(size: float) -> float:
        return LEFT + (log10(size) - left) / ((right - left) or 1) * (WIDTH - LEFT - RIGHT)

    def down(milliseconds: float) -> float:
        return (
            HEIGHT - BOTTOM - (log10(milliseconds) - bottom) / ((top - bottom) or 1) * (HEIGHT - TOP - BOTTOM)
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="13" role="img">',
        "<title>Time of a page with all facets against the size of the collection</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/><g font-family="sans-serif">',
    ]
    for power in range(bottom, top + 1):
        y = down(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>'
        )
    parts += [
        f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>'
        for size in sorted(set(sizes))
    ]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">passages in the collection</text>'
    )
    for colour, points in zip(COLOURS, lines.values(), strict=False):
        places = [(across(size), down(milliseconds)) for size, milliseconds in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
    lowest = 0.0
    ends = sorted(zip([down(points[-1][1]) for points in lines.values()], COLOURS, lines, strict=False))
    for y, colour, name in ends:
        lowest = max(y, lowest + LINE)
        parts.append(
            f'<text x="{WIDTH - RIGHT + 10}" y="{lowest + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</g>", "</svg>\n"])
