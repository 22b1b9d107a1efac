"""What must hold between the parts of an instrument, once each of them is well formed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from appraisal.conditions import (
    Condition,
    DomainsAre,
    NumberIs,
    SettingRef,
    SummaryIs,
    addresses,
    walk,
)
from appraisal.instrument import Domain, Instrument, Item, fields_of
from resources.i18n import _

LONGEST_HEADING = 16  # characters; a figure has a column for each


def check(instrument: Instrument) -> list[str]:
    """Every fault that lies between the parts."""
    return [
        *_names(instrument),
        *_texts(instrument),
        *_backwards(instrument),
        *_stars(instrument),
        *_levels(instrument),
        *_settings(instrument),
        *_headings(instrument),
    ]


def _names(instrument: Instrument) -> Iterator[str]:
    items = [item.address for domain in instrument.domains for item in domain.items]
    for word, ids in (
        (_("item"), items),
        (_("domain"), [domain.id for domain in instrument.domains]),
        (_("setting"), [one.key for one in instrument.settings]),
        (_("summary"), [one.id for one in instrument.summaries]),
    ):
        for name in _twice(ids):
            yield _("{place}: the id is used twice.").format(place=f"{word} {name}")
    others = {domain.id for domain in instrument.domains} | {one.id for one in instrument.summaries}
    for item in instrument.items():
        if item.id in others:
            yield _("{place}: a domain or a summary has the same id.").format(place=_place(item))
    domains = {one.id for one in instrument.domains}
    for one in instrument.summaries:
        if one.id in domains:
            yield _("summary {id}: a domain has the same id.").format(id=one.id)


def _texts(instrument: Instrument) -> Iterator[str]:
    keys = {one.key for one in instrument.settings}
    for place, text in _all_texts(instrument):
        for key in sorted(fields_of(text) - keys):
            yield _("{place}: there is no setting “{name}”.").format(place=place, name=key)


def _all_texts(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for level in instrument.levels:
        yield _("level {id}").format(id=level.id), level.label
    for domain in instrument.domains:
        yield _domain_place(domain), f"{domain.title} {domain.help}"
    for item in instrument.items():
        words = [item.title, item.ask, item.help, *(option.text for option in item.options)]
        yield _place(item), " ".join(words)
    for one in instrument.summaries:
        yield _("summary {id}").format(id=one.id), one.title


def _backwards(instrument: Instrument) -> Iterator[str]:
    """Questions and rules rest only on what was asked before them."""
    known: set[str] = set()
    for domain in instrument.domains:
        if not set(_rests_on(domain.show_if)) <= known:
            yield _("{place}: “show_if” rests on a later question.").format(
                place=_domain_place(domain)
            )
        for item in domain.items:
            if not set(_rests_on(item.ask_if)) <= known:
                yield _("{place}: “ask_if” rests on this or a later question.").format(
                    place=_place(item)
                )
            known.add(item.address)
            for option in item.options:
                if not set(_rests_on(option.score_if)) <= known:
                    yield _("{place}: “score_if” rests on a later question.").format(
                        place=_place(item)
                    )
        for part in domain.parts:
            for rule in part.rows:
                if not set(_rests_on(rule.when)) <= known:
                    yield _("{place}: a row rests on a later question.").format(
                        place=_domain_place(domain)
                    )
        yield from _too_early(domain)


def _too_early(domain: Domain) -> Iterator[str]:
    """Judgements, sums and summaries are known only when every domain is."""
    conditions = [domain.show_if, *(item.ask_if for item in domain.items)]
    conditions += [option.score_if for item in domain.items for option in item.options]
    conditions += [rule.when for part in domain.parts for rule in part.rows]
    for condition in conditions:
        if condition is not None and any(
            isinstance(part, DomainsAre | NumberIs | SummaryIs) for part in walk(condition)
        ):
            yield _("{place}: it rests on a judgement or a sum, which come later.").format(
                place=_domain_place(domain)
            )


def _stars(instrument: Instrument) -> Iterator[str]:
    defaults = instrument.with_defaults({})
    for domain in instrument.domains:
        most = sum(_most(item, defaults) for item in domain.items)
        if domain.max is not None and domain.max != most:
            yield _("{place}: “max” is {max}, but its items give {most}.").format(
                place=_domain_place(domain), max=domain.max, most=most
            )
        if domain.max is None and most:
            yield _("{place}: its items give {most}, but it has no “max”.").format(
                place=_domain_place(domain), most=most
            )

    for one in instrument.summaries:
        most = sum(
            _most(item, defaults)
            for item in instrument.items()
            if not (one.domains or one.items)
            or item.domain in one.domains
            or item.address in one.items
        )
        if one.kind == "sum" and one.max is not None and one.max != most:
            yield _("summary {id}: “max” is {max}, but its items give {most}.").format(
                id=one.id, max=one.max, most=most
            )


def _most(item: Item, defaults: object) -> float:
    if item.cap is None:
        return item.most
    cap = item.cap
    if isinstance(cap, SettingRef):
        found = defaults.get(cap.key) if isinstance(defaults, dict) else None
        return item.most if found is None else min(item.most, float(found))
    return min(item.most, cap)


def _levels(instrument: Instrument) -> Iterator[str]:
    for domain in instrument.domains:
        given = {rule.then for part in domain.parts for rule in part.rows}
        for level in sorted(given.difference(domain.levels)):
            yield _("{place}: a row gives “{level}”, which is not among its levels.").format(
                place=_domain_place(domain), level=level
            )
        if domain.judgement == "algorithm" and not domain.parts:
            yield _("{place}: an algorithm needs rows.").format(place=_domain_place(domain))
        if domain.judgement != "none" and not domain.levels:
            yield _("{place}: there are no levels to judge with.").format(
                place=_domain_place(domain)
            )
    overall = instrument.overall
    for rule in overall.rows:
        if rule.then not in overall.levels:
            yield _("overall: a row gives “{level}”, which is not among its levels.").format(
                level=rule.then
            )


def _settings(instrument: Instrument) -> Iterator[str]:
    domains = {domain.id for domain in instrument.domains}
    numbers = {item.number for item in instrument.items()}
    for one in instrument.settings:
        known = {"domains": domains, "items": numbers}.get(one.type)
        if known is None or not isinstance(one.default, list):
            continue
        for name in sorted(set(map(str, one.default)) - known):
            yield _("setting {key}: “default” names “{name}”, which is not there.").format(
                key=one.key, name=name
            )


def _headings(instrument: Instrument) -> Iterator[str]:
    labels = {domain.label for domain in instrument.domains}
    heads = instrument.display.columns
    if heads and len(heads) != len(labels):
        yield _("display: “columns” has {n} headings for {total} domains.").format(
            n=len(heads), total=len(labels)
        )
    for head in heads:
        if len(head) > LONGEST_HEADING:
            yield _("display: the heading “{head}” is longer than {n} characters.").format(
                head=head, n=LONGEST_HEADING
            )
    if len(set(heads)) < len(heads):
        yield _("display: two of “columns” are the same.")


def _rests_on(condition: Condition | None) -> Iterator[str]:
    return iter(()) if condition is None else addresses(condition)


def _twice(ids: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(ids).items() if n > 1]


def _place(item: Item) -> str:
    return _("item {address}").format(address=item.address)


def _domain_place(domain: Domain) -> str:
    return _("domain {id}").format(id=domain.id)
