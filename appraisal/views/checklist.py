"""One seat's form as a checklist: domains, items, options, and what the answers add up to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.algorithm import Assessment
from appraisal.conditions import NA, ItemIs, walk
from appraisal.instrument import Block, Domain, Instrument, Item
from appraisal.ledger import Value
from appraisal.ratings import Lookup, assess_form, rating_of, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.shared_entries import differing, domains_of_study
from appraisal.state import State
from appraisal.subjects import appraisal_subject, item_field, rule_subject, study_subject
from appraisal.targets import assessed, target_name
from appraisal.views.checklist_rows import (
    Checklist,
    DirectionView,
    DomainView,
    ItemView,
    JudgementView,
    OptionView,
)
from appraisal.views.protocol import unset_words
from appraisal.views.seats import open_points, seat_cell, seat_form
from appraisal.views.waiting import waiting_domains
from resources.i18n import _


def checklist(
    state: State, study: str, reader: str, lookup: Lookup, target: str = "", *, archived: str = ""
) -> Checklist | None:
    """A form of a study in a reader's seat; None when the study has no instrument.

    Without a target it is the first of the study's assessments. `archived` is the `id@version` of
    an instrument that the study had before.
    """
    key = archived or instrument_of_study(state, study)
    if not key:
        return None
    instrument = lookup(key)
    known = assessed(state, study, key)
    chosen = target if target in known or archived else known[0]
    subject = appraisal_subject(study, chosen, key, reader)
    form = seat_form(state, subject)
    settings = settings_of(state, instrument, chosen)
    found = assess_form(instrument, form, settings)
    make = _Making(state, instrument, subject, found, settings)
    return Checklist(
        study,
        chosen,
        state.text(study_subject(study), "label"),
        target_name(state, chosen),
        subject,
        instrument,
        settings,
        tuple(
            make.domain(domain) for domain in instrument.domains if found.domains[domain.id].shown
        ),
        rating_of(study, instrument, form, settings),
        seat_cell(state, study, reader, instrument, chosen),
        open_points(instrument, form, settings),
        () if archived else unset_words(state, instrument),
        state.is_sealed(subject),
        state.is_open(subject),
        bool(archived),
        make.overall(),
        make.direction("overall") if instrument.overall.direction else None,
        waiting_domains(instrument, found),
    )


def because_words(instrument: Instrument, item: Item, found: Assessment) -> str:
    """The answers that a conditional question is asked for, such as `1.3 is PN`."""
    if item.ask_if is None:
        return ""
    said: dict[str, None] = {}
    for part in walk(item.ask_if):
        if not isinstance(part, ItemIs):
            continue
        answer = found.items[part.address].answer
        ticked = answer if isinstance(answer, list) else [answer]
        codes = [str(code) for code in ticked if code in part.codes]
        if codes:
            number = instrument.item(part.address).id
            said[_("{item} is {answer}").format(item=number, answer="+".join(codes))] = None
    return _("Asked because {answers}").format(answers=", ".join(said)) if said else ""


@dataclass(frozen=True, slots=True)
class _Making:
    """What the parts of a checklist are made from."""

    state: State
    instrument: Instrument
    subject: str
    found: Assessment
    settings: Mapping[str, Value]

    def domain(self, domain: Domain) -> DomainView:
        items = tuple(self.item(item) for item in domain.items)
        result = self.found.domains[domain.id]
        level = result.level
        shared, is_locked = self._shared(domain.id)
        return DomainView(
            domain.id,
            domain.label,
            domain.title,
            domain.help,
            items,
            result.answered,
            result.asked,
            None if result.score is None else int(result.score),
            int(result.max or 0),
            self.instrument.level(level) if level else None,
            result.provisional,
            tuple(self._of_domain(domain)),
            self.direction(domain.id) if domain.direction else None,
            self.state.text(self.subject, f"comment/{domain.id}"),
            sum(len(item.quotes) for item in items),
            shared,
            is_locked,
        )

    def _shared(self, domain: str) -> tuple[str, bool]:
        """Where else an entry of the study stands, and whether it is submitted there."""
        if domain not in domains_of_study(self.instrument):
            return "", False
        others = tuple(differing(self.state, self.subject, self.instrument, domain))
        if not others:
            return "", False
        names = [(self._place(form), differs, sealed) for form, differs, sealed in others]
        said = _("Judged once for the study: the same in {places}.").format(
            places=", ".join(place for place, _differs, _sealed in names)
        )
        otherwise = ", ".join(place for place, differs, _sealed in names if differs)
        submitted = ", ".join(place for place, differs, done in names if done and not differs)
        if submitted:
            said += " " + _("It is submitted with {places}.").format(places=submitted)
        if otherwise:
            said += " " + _("Not the same yet in {places}.").format(places=otherwise)
        return said, bool(submitted)

    def _place(self, form: str) -> str:
        return target_name(self.state, form.split("/")[2]) or _("the study as a whole")

    def _of_domain(self, domain: Domain) -> Iterator[JudgementView]:
        result = self.found.domains[domain.id]
        if domain.judgement != "none":
            yield self._judgement(
                f"judgement/{domain.id}",
                domain.label,
                domain.title,
                help=domain.help,
                levels=domain.levels,
                suggested=result.suggested,
                is_provisional=result.provisional,
                needs_why=result.departs,
            )
        for block in domain.blocks:
            yield self._block(domain.id, domain.label, block)

    def overall(self) -> tuple[JudgementView, ...]:
        whole, result = self.instrument.overall, self.found.overall
        made: list[JudgementView] = []
        if whole.judgement != "none":
            made.append(
                self._judgement(
                    "overall",
                    "",
                    whole.title or _("Overall"),
                    ask=whole.ask,
                    help=whole.help,
                    levels=whole.levels,
                    suggested=result.suggested,
                    is_provisional=result.provisional,
                    needs_why=result.departs or result.chosen in whole.why_required,
                    offers=result.offers,
                )
            )
        made += [self._block("overall", "", block) for block in whole.blocks]
        return tuple(made)

    def _block(self, domain: str, code: str, block: Block) -> JudgementView:
        given = self.found.overall if domain == "overall" else self.found.domains[domain]
        claim = self.state.standing(self.subject, f"judgement/{domain}/{block.id}")
        is_chosen = claim is not None and claim.value is not None
        suggested = given.blocks.get(block.id) if block.rows and not is_chosen else None
        return self._judgement(
            f"judgement/{domain}/{block.id}",
            code,
            block.title,
            ask=block.ask,
            help=block.help,
            levels=block.levels,
            suggested=suggested,
        )

    def _judgement(
        self,
        field: str,
        code: str,
        title: str,
        *,
        levels: tuple[str, ...],
        suggested: str | None,
        ask: str = "",
        help: str = "",
        is_provisional: bool = False,
        needs_why: bool = False,
        offers: tuple[str, ...] = (),
    ) -> JudgementView:
        level = self.instrument.level
        return JudgementView(
            field,
            code,
            self.instrument.fill(title, self.settings),
            self.instrument.fill(ask, self.settings),
            self.instrument.fill(help, self.settings),
            tuple(level(one) for one in levels),
            self.state.standing(self.subject, field),
            level(suggested) if suggested else None,
            is_provisional,
            needs_why,
            tuple(level(one) for one in offers),
        )

    def direction(self, domain: str) -> DirectionView:
        field = f"direction/{domain}"
        claim = self.state.standing(self.subject, field)
        return DirectionView(field, self.instrument.directions, claim)

    def item(self, item: Item) -> ItemView:
        instrument, settings = self.instrument, self.settings
        claim = self.state.standing(self.subject, item_field(item.address))
        result = self.found.items[item.address]
        value = claim.value if claim is not None else None
        chosen = value if isinstance(value, list) else [value]
        options = [(one.code, one.text, one.score) for one in item.options]
        if item.allow_na and item.option(NA) is None:
            options.append((NA, _("Not applicable"), 0))
        return ItemView(
            item.address,
            item.id,
            instrument.fill(item.title, settings),
            instrument.fill(item.ask, settings),
            instrument.fill(item.help, settings),
            self.state.text(rule_subject(instrument.id, item.address), "text"),
            item.type,
            tuple(
                OptionView(code, instrument.fill(text, settings), int(score or 0), code in chosen)
                for code, text, score in options
            ),
            value,
            claim.why if claim is not None else "",
            claim.quotes if claim is not None else (),
            result.asked,
            result.answered,
            because_words(instrument, item, self.found) if result.asked else "",
            item.why_required,
            None if result.score is None else int(result.score),
            int(result.max or 0),
            int(self.state.number(rule_subject(instrument.id, item.address), "version") or 0),
        )
