"""Turns the figures of scripts/bench/report.sh into charts and a page.

report.py DIRECTORY PAGE : reads DIRECTORY/NAME.json, draws DIRECTORY/*.svg, and
writes tables into PAGE, each between a line "<!-- NAME: ... -->" and the next
"<!-- end -->". A figure is the median of the runs, with the lowest and the
highest in parentheses. Prints how many charts it has drawn.
"""

import json
import re
import statistics
import sys
from pathlib import Path

import plot

NOT_MEASURED = "*Not measured yet.*"

# Benchmark: title and keys of the figures that are not points of a series.
FIGURES = {
    "throughput": [
        ("deliveries/s", "deliveries_per_s"),
        ("requests/s of wrk on the same sink", "wrk_per_s"),
        ("ratio of the two, median of the rounds", "ratio_median"),
        ("CPU µs a delivery, all threads", "cpu_us_per_delivery"),
        ("requests on a reused connection", "reuse"),
        ("resident MiB", "rss_mib"),
        ("lost", "lost"),
        ("sent twice", "duplicates"),
    ],
    "isolation": [
        ("p50 before, ms", "baseline_p50_ms"),
        ("p50 beside bad destinations, ms", "healthy_p50_ms"),
        ("p99 before, ms", "baseline_p99_ms"),
        ("p99 beside bad destinations, ms", "healthy_p99_ms"),
        ("ratio of the p99", "ratio"),
    ],
    "fairness": [
        ("deliveries that wait in the other account", "pending"),
        ("median alone, ms", "unloaded_ms"),
        ("median beside the backlog, ms", "loaded_ms"),
        ("ratio", "ratio"),
        ("median while the backlog drains at full speed, ms", "draining_ms"),
        ("resident MiB", "rss_mib"),
    ],
    "unary": [
        ("clients", "clients"),
        ("calls/s", "calls_per_s"),
        ("p50, ms", "p50_ms"),
        ("p99, ms", "p99_ms"),
        ("p99.9, ms", "p999_ms"),
        ("resident MiB", "rss_mib"),
    ],
    "backlog": [
        ("deliveries that wait for dead destinations", "pending"),
        ("resident MiB at most", "rss_mib"),
        ("p99 of the others before, ms", "baseline_p99_ms"),
        ("p99 of the others beside the backlog, ms", "healthy_p99_ms"),
        ("ratio of the p99", "healthy_p99_ratio"),
        ("restart to the first request, s", "restart_to_first_delivery_s"),
        ("deliveries/s as the backlog drains", "drain_per_s"),
        ("of the throughput of the same run", "drain_ratio"),
    ],
    "retention": [
        ("size of the last third over the middle third", "disk_ratio"),
        ("MiB on disk in the last third", "disk_last_mib"),
        ("deliveries removed", "swept_deliveries"),
        ("longest pause of acknowledgements, ms", "longest_ack_gap_ms"),
        ("longest pause of deliveries, ms", "longest_arrival_gap_ms"),
        ("p99 of the acknowledgement, ms", "ack_p99_ms"),
        ("p99 of the first byte, ms", "first_byte_p99_ms"),
        ("resident MiB", "rss_mib"),
    ],
    "language": [
        ("rendering a body of 400 bytes and 12 variables, µs", "render_us"),
        ("a filter of four terms, ns", "filter_ns"),
        (
            "matching beside 1,000,000 triggers over 1,000, instructions",
            "match_growth",
        ),
        ("the same in time", "match_time_growth"),
    ],
}

LATENCIES = [
    ("half load, first byte", "half_load_first_byte"),
    ("half load, acknowledged", "half_load_ack"),
    ("100 states/s, first byte", "idle_first_byte"),
    ("100 states/s, acknowledged", "idle_ack"),
]
QUANTILES = [("p50", "p50"), ("p99", "p99"), ("p99.9", "p999"), ("max", "max")]

# Table: benchmark, list of points, columns.
ACKNOWLEDGED = [("ack p50, ms", "ack_p50_ms"), ("ack p99, ms", "ack_p99_ms")]
MEMORY = ("resident MiB", "rss_mib")
POINTS = {
    "load_curve": (
        "latency",
        "load_curve",
        [
            ("% of the measured throughput", "load_percent"),
            ("offered/s", "offered_per_s"),
            ("delivered/s", "delivered_per_s"),
            ("first byte p50, ms", "first_byte_p50_ms"),
            ("p99", "first_byte_p99_ms"),
            ("p99.9", "first_byte_p999_ms"),
            ("ack p50, ms", "ack_p50_ms"),
            ("p99", "ack_p99_ms"),
        ],
    ),
    "fan_in": (
        "fan_in",
        "points",
        [
            ("streams", "streams"),
            ("states acknowledged/s", "states_per_s"),
            ("deliveries/s", "deliveries_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
        ],
    ),
    "fan_out_triggers": (
        "fan_out",
        "triggers",
        [
            ("triggers a state fires", "triggers"),
            ("deliveries/s", "deliveries_per_s"),
            ("states/s", "states_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
        ],
    ),
    "fan_out_destinations": (
        "fan_out",
        "destinations",
        [
            ("destinations", "destinations"),
            ("deliveries/s", "deliveries_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
        ],
    ),
    "body": (
        "body",
        "points",
        [
            ("bytes of the body", "body_bytes"),
            ("deliveries/s", "deliveries_per_s"),
            ("MB/s", "mb_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
        ],
    ),
    "growth_triggers": (
        "growth",
        "triggers",
        [
            ("triggers", "triggers"),
            ("deliveries/s", "deliveries_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
            ("made in, s", "made_in_s"),
            ("start, ms", "start_ms"),
        ],
    ),
    "growth_ended": (
        "growth",
        "ended",
        [
            ("ended deliveries kept", "ended"),
            ("deliveries/s", "deliveries_per_s"),
            *ACKNOWLEDGED,
            MEMORY,
            ("MiB on disk", "disk_mib"),
        ],
    ),
}

# Chart: table, title, x label, y label, (name, key) of each series, log x/y.
CHARTS = {
    "load_curve_latency": (
        "load_curve",
        "Latency against load",
        "states offered/s",
        "ms",
        [
            ("first byte p50", "first_byte_p50_ms"),
            ("first byte p99", "first_byte_p99_ms"),
            ("first byte p99.9", "first_byte_p999_ms"),
            ("acknowledged p99", "ack_p99_ms"),
        ],
        (False, True),
        "offered_per_s",
    ),
    "load_curve_throughput": (
        "load_curve",
        "Throughput against load",
        "states offered/s",
        "per second",
        [("delivered", "delivered_per_s"), ("offered", "offered_per_s")],
        (False, False),
        "offered_per_s",
    ),
    "fan_in": (
        "fan_in",
        "Many streams: throughput",
        "streams",
        "per second",
        [
            ("acknowledged", "states_per_s"),
            ("delivered", "deliveries_per_s"),
        ],
        (True, False),
        "streams",
    ),
    "fan_out_triggers": (
        "fan_out_triggers",
        "One state, many triggers",
        "triggers that a state fires",
        "deliveries/s",
        [("deliveries", "deliveries_per_s")],
        (True, False),
        "triggers",
    ),
    "fan_out_destinations": (
        "fan_out_destinations",
        "Many destinations",
        "destinations",
        "deliveries/s",
        [("deliveries", "deliveries_per_s")],
        (True, False),
        "destinations",
    ),
    "body": (
        "body",
        "Bodies",
        "bytes of the body",
        "deliveries/s",
        [("deliveries", "deliveries_per_s")],
        (True, False),
        "body_bytes",
    ),
    "growth_triggers": (
        "growth_triggers",
        "Throughput as triggers grow in number",
        "triggers",
        "deliveries/s",
        [("deliveries", "deliveries_per_s")],
        (True, False),
        "triggers",
    ),
    "growth_memory": (
        "growth_triggers",
        "Memory as triggers grow in number",
        "triggers",
        "resident MiB",
        [("resident", "rss_mib")],
        (True, False),
        "triggers",
    ),
    "growth_ended": (
        "growth_ended",
        "Throughput as ended deliveries are kept",
        "ended deliveries kept",
        "deliveries/s",
        [("deliveries", "deliveries_per_s")],
        (False, False),
        "ended",
    ),
}


def spread(values):
    """(median, lowest, highest), or None without values."""
    values = [v for v in values if v is not None]
    if not values:
        return None
    return statistics.median(values), min(values), max(values)


def cell(values):
    found = spread(values)
    if found is None:
        return "-"
    median, lowest, highest = found
    if lowest == highest:
        return plot.number(median)
    return (
        f"{plot.number(median)}"
        f" ({plot.number(lowest)} to {plot.number(highest)})"
    )


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |"]
    lines.append("|---" * len(header) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


class Report:
    def __init__(self, directory):
        self.directory = directory
        self.measured = {
            path.stem: json.loads(path.read_text())
            for path in sorted(directory.glob("*.json"))
        }

    def runs(self, name):
        return self.measured.get(name, {}).get("runs", [])

    def values(self, name, key):
        return [run.get(key) for run in self.runs(name)]

    def points(self, name):
        """For each point of a table, its runs."""
        benchmark, series, _ = POINTS[name]
        of_runs = [run.get(series, []) for run in self.runs(benchmark)]
        return list(zip(*of_runs))

    def draw(self):
        drawn = 0
        for name, spec in CHARTS.items():
            of_table, title, x_label, y_label, keys, logs, x_key = spec
            points = self.points(of_table)
            if len(points) < 2:
                continue
            series = [
                (label, [self.point(runs, x_key, key) for runs in points])
                for label, key in keys
            ]
            svg = plot.chart(title, x_label, y_label, series, *logs)
            (self.directory / f"{name}.svg").write_text(svg)
            drawn += 1
        return drawn

    @staticmethod
    def point(runs, x_key, key):
        x = statistics.median(run[x_key] for run in runs)
        return (x, *spread([run[key] for run in runs]))

    def environment(self):
        rows = []
        for name, found in self.measured.items():
            said = found["environment"]
            rows.append(
                [name, str(len(found["runs"]))]
                + [str(said.get(key, "-")) for key in ENVIRONMENT]
            )
        if not rows:
            return NOT_MEASURED
        return table(["benchmark", "runs", *ENVIRONMENT.values()], rows)

    def section(self, name):
        if name == "environment":
            return self.environment()
        if name == "latency":
            return self.latency()
        if name in FIGURES:
            return self.figures(name)
        return self.series(name)

    def figures(self, name):
        if not self.runs(name):
            return NOT_MEASURED
        rows = [
            [title, cell(self.values(name, key))]
            for title, key in FIGURES[name]
        ]
        return table(["", name], rows)

    def latency(self):
        if not self.runs("latency"):
            return NOT_MEASURED
        rows = [
            [title]
            + [
                cell(self.values("latency", f"{key}_{quantile}_ms"))
                for _, quantile in QUANTILES
            ]
            for title, key in LATENCIES
        ]
        rate = cell(self.values("latency", "half_load_rate"))
        return (
            table(["ms", *(title for title, _ in QUANTILES)], rows)
            + f"\n\nHalf load was {rate} states/s."
        )

    def series(self, name):
        points = self.points(name)
        if not points:
            return NOT_MEASURED
        _, _, columns = POINTS[name]
        rows = [
            [cell([run.get(key) for run in runs]) for _, key in columns]
            for runs in points
        ]
        parts = [table([title for title, _ in columns], rows)]
        for chart, spec in CHARTS.items():
            if spec[0] == name and len(points) > 1:
                parts.append(f"![{spec[1]}](performance/{chart}.svg)")
        return "\n\n".join(parts)


ENVIRONMENT = {
    "processor": "processor",
    "cores": "cores",
    "memory_gib": "GiB",
    "kernel": "kernel",
    "compiler": "compiler",
    "fsync_ms": "fsync, ms",
    "commit": "commit",
    "date": "date",
}


def write_page(report, page):
    def replaced(match):
        return f"{match[1]}\n{report.section(match[2])}\n{match[3]}"

    page.write_text(
        re.sub(
            r"(<!-- (\w+): [^\n]*-->)\n.*?(<!-- end -->)",
            replaced,
            page.read_text(),
            flags=re.DOTALL,
        )
    )


def main():
    directory, page = Path(sys.argv[1]), Path(sys.argv[2])
    report = Report(directory)
    drawn = report.draw()
    write_page(report, page)
    print(drawn)


if __name__ == "__main__":
    main()
