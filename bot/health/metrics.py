"""The figures in the form that Prometheus reads. The only module that knows its library.

Names and labels are described in docs/operating.md; a test holds the two equal. No label tells one
server, channel or reader from another.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TypeVar

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.health.tally import Tally
from bot.health.vitals import RoleState, Spread, Vitals

__all__ = ["CONTENT_TYPE", "written"]

_Labels = TypeVar("_Labels", bound=tuple[str, ...])


def written(version: str, vitals: Vitals, tally: Tally | None) -> bytes:
    """Every figure as text. `tally`: None where the database cannot be used; its figures are left out."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_Figures(version, vitals, tally))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, version: str, vitals: Vitals, tally: Tally | None) -> None:
        self._version = version
        self._vitals = vitals
        self._tally = tally

    def collect(self) -> Iterable[Metric]:
        """Everything there is."""
        yield _gauge("communique_info", "1; the version is a label", ("version",), {(self._version,): 1})
        yield from _of_roles(self._vitals)
        yield _spread(
            "communique_event_loop_lag_seconds",
            "By how much the event loop came too late",
            (),
            {(): self._vitals.lag},
        )
        yield _spread(
            "communique_acknowledgement_seconds",
            "From a reader's request to the first sign that it arrived",
            ("platform",),
            {(name,): each for name, each in self._vitals.acknowledgements.items()},
        )
        yield _counter(
            "communique_refused_requests",
            "Answers to posts that the platform counts towards a ban of the address",
            ("platform",),
            {(name,): each for name, each in self._vitals.refusals.items()},
        )
        usable = self._tally is not None and self._vitals.waits_for_database is None
        yield _gauge("communique_database_up", "Whether the database can be used", (), {(): int(usable)})
        if self._tally is not None:
            yield from _of_ledger(self._tally)


def _of_roles(vitals: Vitals) -> Iterator[Metric]:
    up = {(name,): int(state is RoleState.PLAYING) for name, state in vitals.roles.items()}
    yield _gauge("communique_role_up", "Whether the role is played", ("role",), up)
    failures = {(name,): count for name, count in vitals.failures.items()}
    yield _counter("communique_role_failures", "How often the role failed", ("role",), failures)


def _of_ledger(tally: Tally) -> Iterator[Metric]:
    due = {(kind,): count for kind, count in tally.due.items()}
    yield _gauge("communique_deliveries_due", "Due and not at their end", ("kind",), due)
    oldest = {(): tally.oldest_due}
    yield _gauge("communique_queue_age_seconds", "How long the oldest due delivery has waited", (), oldest)
    labels = ("kind", "state", "reason")
    yield _counter("communique_deliveries", "At their end, by how they ended", labels, tally.ended)
    retried = {(): tally.retried}
    yield _counter("communique_delivery_retries", "Requests to post after one without success", (), retried)
    about = ("state", "reason")
    yield _gauge("communique_subscriptions", "Subscriptions by their state", about, tally.subscriptions)


def _gauge(
    name: str, about: str, labels: tuple[str, ...], values: Mapping[_Labels, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for value, amount in values.items():
        family.add_metric(value, amount)
    return family


def _counter(
    name: str, about: str, labels: tuple[str, ...], values: Mapping[_Labels, float]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, about, labels=labels)
    for value, amount in values.items():
        family.add_metric(value, amount)
    return family


def _spread(
    name: str, about: str, labels: tuple[str, ...], values: Mapping[_Labels, Spread]
) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, about, labels=labels)
    for value, spread in values.items():
        bounds = [*(f"{bound:g}" for bound in spread.bounds), "+Inf"]
        family.add_metric(value, list(zip(bounds, accumulate(spread.counts), strict=True)), spread.total)
    return family
