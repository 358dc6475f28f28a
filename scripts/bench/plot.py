"""Line charts as SVG, by hand: the standard library is all this needs.

chart() takes series of points (x, median, lowest, highest) and returns the text
of an SVG file. Colours are those of Okabe and Ito, which everybody can tell
apart; every series also has a marker and a label of its own.
"""

import math
from html import escape

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 64, 58
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]


def number(value):
    """As people write it: 12,345  0.25  1.2M."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1_000_000:
        return f"{value / 1_000_000:.3g}M"
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def linear_ticks(low, high):
    """About five round values from `low` to at least `high`."""
    raw = (high - low) / 5 or 1
    base = 10 ** math.floor(math.log10(raw))
    step = next(base * m for m in (1, 2, 2.5, 5, 10) if base * m >= raw * 0.999)
    ticks = [low]
    while ticks[-1] < high * 0.9999:
        ticks.append(ticks[-1] + step)
    return ticks


def log_ticks(low, high):
    """Powers of ten around the values, with 2 and 5 where there are few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    last = max(last, first + 1)
    parts = (1, 2, 5) if last - first <= 2 else (1,)
    ticks = [p * 10.0**e for e in range(first, last) for p in parts]
    ticks.append(10.0**last)
    # No empty decade's part at either end.
    while len(ticks) > 2 and ticks[1] <= low:
        ticks.pop(0)
    while len(ticks) > 2 and ticks[-2] >= high:
        ticks.pop()
    return ticks


class Axis:
    """Values to pixels."""

    def __init__(self, values, log, begin, end):
        self.log = log and min(values) > 0
        if self.log:
            self.ticks = log_ticks(min(values), max(values))
        else:
            self.ticks = linear_ticks(0, max(values) or 1)
        self.begin, self.end = begin, end
        self.low, self.high = self.scale(self.ticks[0]), self.scale(
            self.ticks[-1]
        )

    def scale(self, value):
        return math.log10(value) if self.log else value

    def at(self, value):
        share = (self.scale(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)


def text(x, y, content, anchor="middle", size=12, colour="#444", more=""):
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}"'
        f' fill="{colour}"{more}>{escape(content)}</text>'
    )


def line(x1, y1, x2, y2, colour, width=1, more=""):
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"'
        f' stroke-width="{width}"{more}/>'
    )


def marker(kind, x, y, colour):
    if kind % 3 == 1:
        shape = f"M{x - 4.5} {y + 4}h9l-4.5 -8.5z"
    elif kind % 3 == 2:
        shape = f"M{x - 4} {y - 4}h8v8h-8z"
    else:
        shape = f"M{x - 4.5} {y}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z"
    return f'<path d="{shape}" fill="{colour}" stroke="#fff"/>'


def grid(x_axis, y_axis):
    parts = []
    for tick in y_axis.ticks:
        y = y_axis.at(tick)
        parts.append(line(LEFT, y, WIDTH - RIGHT, y, "#e4e4e4"))
        parts.append(text(LEFT - 8, y + 4, number(tick), "end"))
    for tick in x_axis.ticks:
        x = x_axis.at(tick)
        parts.append(line(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5, "#888"))
        parts.append(text(x, HEIGHT - BOTTOM + 19, number(tick)))
    base = HEIGHT - BOTTOM
    parts.append(line(LEFT, base, WIDTH - RIGHT, base, "#888"))
    return parts


def legend(series):
    parts, x = [], LEFT
    for kind, (name, _) in enumerate(series):
        parts.append(marker(kind, x + 5, 46, COLOURS[kind % len(COLOURS)]))
        parts.append(text(x + 15, 50, name, "start", 12, "#222"))
        x += 34 + 7 * len(name)
    return parts


def draw(kind, points, x_axis, y_axis):
    """The line of one series, with whiskers from the lowest to the highest."""
    colour = COLOURS[kind % len(COLOURS)]
    parts = []
    path = " ".join(f"{x_axis.at(p[0])},{y_axis.at(p[1])}" for p in points)
    parts.append(
        f'<polyline points="{path}" fill="none" stroke="{colour}"'
        ' stroke-width="2" stroke-linejoin="round"/>'
    )
    for value, median, lowest, highest in points:
        x = x_axis.at(value)
        if lowest < highest:
            low, high = y_axis.at(lowest), y_axis.at(highest)
            parts.append(line(x, low, x, high, colour, 1.2))
            for y in (low, high):
                parts.append(line(x - 4, y, x + 4, y, colour, 1.2))
        parts.append(marker(kind, x, y_axis.at(median), colour))
    return parts


def chart(title, x_label, y_label, series, log_x=False, log_y=False):
    """The SVG text. `series` is [(name, [(x, median, lowest, highest)])]."""
    points = [p for _, of_series in series for p in of_series]
    x_axis = Axis([p[0] for p in points], log_x, LEFT + 8, WIDTH - RIGHT - 8)
    # A whisker may be 0 where a logarithm is wanted.
    values = [v for p in points for v in p[1:]]
    y_axis = Axis(values, log_y, HEIGHT - BOTTOM, TOP)
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}"'
        f' height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="system-ui, sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 26, title, "start", 16, "#111", ' font-weight="600"'),
        *grid(x_axis, y_axis),
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_label),
        text(
            18, middle, y_label, more=f' transform="rotate(-90 18 {middle})"'
        ),
        *legend(series),
    ]
    for kind, (_, of_series) in enumerate(series):
        parts.extend(draw(kind, of_series, x_axis, y_axis))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
