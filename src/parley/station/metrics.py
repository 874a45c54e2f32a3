# SPDX-License-Identifier: Apache-2.0
"""Numbers for Prometheus, made when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from parley.station.meters import COMMIT_MS_BUCKETS, Meters
from parley.station.queries import Queries
from parley.station.views import StatusView


class StationMetrics:
    """A collector over the station's facts and counters, with its own registry."""

    def __init__(self, queries: Queries, meters: Meters) -> None:
        self._queries = queries
        self._meters = meters
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> tuple[bytes, str]:
        """Return everything in Prometheus' own form, and its media type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def collect(self) -> Iterator[Metric]:
        """Yield every family; called by the registry."""
        status = self._queries.status()
        yield from _station(status)
        yield self._unacked()
        yield from _counterparts(status)
        yield from _circuits(status)
        yield from self._circuits()
        yield from self._loop()

    def _unacked(self) -> Metric:
        family = GaugeMetricFamily(
            "parley_unacked",
            "Received messages that no officer has acknowledged.",
            labels=["precedence"],
        )
        for name, count in self._queries.open_counts().items():
            family.add_metric([name], count)
        return family

    def _circuits(self) -> Iterator[Metric]:
        meters = self._meters
        for name, words, counts in (
            ("frames_in", "Frames that circuits brought.", meters.frames_in),
            ("frames_out", "Frames handed to circuits.", meters.frames_out),
            ("bytes_in", "Bytes of frames that circuits brought.", meters.bytes_in),
            ("bytes_out", "Bytes of frames handed to circuits.", meters.bytes_out),
            ("bearer_failures", "Bearers started again.", meters.bearer_failures),
            ("frames_cut", "Frames beyond a circuit's bounds.", meters.frames_cut),
        ):
            yield _counted(f"parley_{name}", words, counts)
        refused = CounterMetricFamily(
            "parley_frames_refused", "Frames refused.", labels=["circuit", "code"]
        )
        for (circuit, code), count in meters.frames_refused.items():
            refused.add_metric([circuit, code], count)
        yield refused

    def _loop(self) -> Iterator[Metric]:
        meters = self._meters
        for name, words, count in (
            ("frames_dropped", "Frames that found no place.", meters.frames_dropped),
            ("changes", "Changes made durable.", meters.changes),
            ("commits_failed", "Transactions the disk refused.", meters.commits_failed),
            ("mistakes", "Mistakes of the program, survived.", meters.mistakes),
        ):
            yield CounterMetricFamily(f"parley_{name}", words, value=count)
        buckets: list[tuple[str, float]] = []
        total = 0
        for bound in COMMIT_MS_BUCKETS:
            total += meters.commit_ms[bound]
            buckets.append((str(bound / 1000), total))
        buckets.append(("+Inf", meters.commits))
        yield HistogramMetricFamily(
            "parley_commit_seconds",
            "Time the disk took for a transaction.",
            buckets=buckets,
            sum_value=meters.commit_ms_sum / 1000,
        )


def _station(status: StatusView) -> Iterator[Metric]:
    for name, words, value in (
        ("ready", "1 when the record can be written.", int(status.ready)),
        ("armed_consoles", "Consoles that would sound.", status.armed_consoles),
        ("drafts", "Drafts that have not gone.", status.drafts),
        ("alarms", "Conditions that need a person.", len(status.alarms)),
    ):
        yield GaugeMetricFamily(f"parley_{name}", words, value=value)


_CIRCUIT_LABELS = ("party", "bearer", "circuit")


def _circuits(status: StatusView) -> Iterator[Metric]:
    """Ages and shares of each circuit; what was never measured has no line."""
    circuits = [
        ([one.party, each.bearer, each.circuit], each)
        for one in status.counterparts
        for each in one.circuits
    ]
    for name, words, field in (
        ("last_contact_seconds", "Age of the last frame heard.", "last_heard_ms"),
        (
            "circuit_proved_seconds",
            "Age of the last round trip proven over this circuit alone.",
            "tested_ms",
        ),
    ):
        ages = GaugeMetricFamily(f"parley_{name}", words, labels=_CIRCUIT_LABELS)
        for labels, each in circuits:
            if (at_ms := getattr(each, field)) is not None:
                ages.add_metric(labels, max(0, status.now_ms - at_ms) / 1000)
        yield ages
    shares = GaugeMetricFamily(
        "parley_circuit_delivered_ratio",
        "Share of asks on this circuit alone that were answered in time.",
        labels=_CIRCUIT_LABELS,
    )
    for labels, each in circuits:
        if each.delivered is not None:
            shares.add_metric(labels, each.delivered)
    yield shares


def _counterparts(status: StatusView) -> Iterator[Metric]:
    for name, words, field in (
        ("link_test_rtt_seconds", "Last proven round trip.", "round_trip_ms"),
        ("link_tests_missed", "Scheduled tests that did not come.", "tests_missed"),
        ("unreceipted", "Entries of ours without a receipt.", "unreceipted"),
        ("record_held", "Entries of theirs that we hold.", "held"),
        ("record_head", "Entries of our own log.", "sent"),
        ("prekeys_left", "Unused prekeys of theirs.", "prekeys_left"),
        ("pages_left", "Unused pages of ours.", "pages_ours"),
        ("paths_independent", "Circuits up that share nothing.", "paths_independent"),
    ):
        family = GaugeMetricFamily(f"parley_{name}", words, labels=["party"])
        for one in status.counterparts:
            value = getattr(one, field)
            if value is not None:
                scale = 1000 if name.endswith("_seconds") else 1
                family.add_metric([one.party], value / scale)
        yield family


def _counted(name: str, words: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(name, words, labels=["circuit"])
    for circuit, count in counts.items():
        family.add_metric([circuit], count)
    return family
