"""The methods paragraph: what a paper must say of the appraisal, with the counts it rests on.

Every sentence is worked out from the review, so it says no more than happened: who scored alone,
how they were kept from each other's answers, how far they agreed, how differences were settled.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from appraisal.agreement import Agreement, agreement, by
from appraisal.agreement_table import coefficient_words
from appraisal.blind_answers import blind_answers, items
from appraisal.blind_numbers import BlindNumber, blind_numbers, number_agreement
from appraisal.blindness import blindness, blindness_sentence
from appraisal.calibration import rounds, rules, standing_rules
from appraisal.cells import design_name
from appraisal.instrument import Instrument
from appraisal.material import Material
from appraisal.ratings import Lookup, settings_of
from appraisal.settled import Rank, differing, is_own_word, settled
from appraisal.settling import Settling, Way, settling
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    NO_ANSWER,
    appraisal_form,
    extraction_form,
    in_seat,
    study_subject,
)
from appraisal.targets import assessed
from appraisal.whose import names_of
from resources.i18n import NAMES, _, interval, ngettext, percent, speaking


def methods_text(material: Material) -> str:
    """The methods of appraisal and extraction, a paragraph each, in the language in use."""
    return _text(material, material.lookup)


def methods_in_all(material: Material) -> dict[str, str]:
    """The same in every language."""
    found = {}
    for lang in NAMES:
        with speaking(lang):
            found[lang] = _text(material, material.lookup_in(lang))
    return found


def methods_file(texts: Mapping[str, str]) -> str:
    """The methods as a file: each language under its name."""
    return "\n".join(f"{NAMES[lang]}\n\n{text}\n" for lang, text in texts.items())


def _text(material: Material, lookup: Lookup) -> str:
    state = material.state
    forms = _appraisals(material)
    paragraphs = [
        [*_tools(material, lookup)],
        [
            *_readers(state, forms, numbers=False),
            *_calibration(material),
            blindness_sentence(blindness(state, material.records, kinds=("appraisal",))),
            *_agreed(state, lookup),
            *_settling(state, forms),
            *_standing(state, forms),
        ],
        [*_extraction(material)],
    ]
    said = (" ".join(one for one in sentences if one) for sentences in paragraphs)
    return "\n\n".join(one for one in said if one)


# -- the tools -------------------------------------------------------------------------------------


def _tools(material: Material, lookup: Lookup) -> Iterator[str]:
    ratings = [*material.ratings.values()]
    if not ratings:
        yield _("No study has been appraised yet.")
        return
    for key in material.instruments():
        instrument = lookup(key)
        studies = [one.study for one in ratings if one.instrument == key]
        designs = Counter(
            design_name(material.state.text(study_subject(one), "design")) for one in studies
        )
        said = ngettext(
            "Risk of bias in {n} study ({designs}) was appraised with the {tool} ({source}).",
            "Risk of bias in {n} studies ({designs}) was appraised with the {tool} ({source}).",
            len(studies),
        )
        only = len(designs) == 1
        names = ", ".join(
            name.lower() if only else f"{name.lower()} {n}" for name, n in designs.items() if name
        )
        yield said.format(
            n=len(studies),
            designs=names or _("design not given"),
            tool=instrument.title,
            source=instrument.citation.rstrip("."),
        )
        yield _settings(material.state, instrument)


def _settings(state: State, instrument: Instrument) -> str:
    """What the team settled of a tool before rating."""
    settings = settings_of(state, instrument)
    said = "; ".join(
        f"{one.label}: {instrument.fill(f'{{{one.key}}}', settings)}"
        for one in instrument.settings
        if settings[one.key] not in (None, "", [], one.default)
    )
    return _("Settings: {settings}.").format(settings=said) if said else ""


# -- the readers -----------------------------------------------------------------------------------


def _appraisals(material: Material) -> tuple[str, ...]:
    return tuple(
        appraisal_form(one.study, one.instrument, target)
        for one in material.ratings.values()
        for target in assessed(material.state, one.study, one.instrument)
    )


def _sealed(state: State, form: str) -> tuple[str, ...]:
    return tuple(sorted(seat for seat in state.seats(form) if state.is_sealed(in_seat(form, seat))))


def _readers(state: State, forms: Sequence[str], *, numbers: bool) -> Iterator[str]:
    sealed = {form: sorted(state.parties(form)) for form in forms if state.is_open(form)}
    several = [people for people in sealed.values() if len(people) > 1]
    single = sum(len(people) == 1 for people in sealed.values())
    if several:
        people = sorted({person for group in several for person in group})
        sizes = {len(group) for group in several}
        most = str(sizes.pop()) if len(sizes) == 1 else _("two or more")
        said = (
            ngettext(
                "{readers} reviewers extracted the numbers of {n} result independently ({names}).",
                "{readers} reviewers extracted the numbers of {n} results independently ({names}).",
                len(several),
            )
            if numbers
            else ngettext(
                "{readers} reviewers scored {n} study independently ({names}).",
                "{readers} reviewers scored {n} studies independently, each alone ({names}).",
                len(several),
            )
        )
        yield said.format(readers=most, n=len(several), names=names_of(state, people))
    if single:
        said = (
            ngettext(
                "The numbers of {n} result were extracted by one reviewer alone, not in duplicate.",
                "The numbers of {n} results were extracted by one reviewer alone, not in "
                "duplicate.",
                single,
            )
            if numbers
            else ngettext(
                "{n} form was filled in by one reviewer alone, not in duplicate.",
                "{n} forms were filled in by one reviewer alone, not in duplicate.",
                single,
            )
        )
        yield said.format(n=single)


def _calibration(material: Material) -> Iterator[str]:
    state = material.state
    named = {study for one in rounds(state) for study in one.studies}
    studies = {study for study in named if any(map(state.is_open, state.forms("appraisal", study)))}
    written = standing_rules(rules(material.entries))
    if studies:  # what not all have submitted yet is counted nowhere
        yield ngettext(
            "They calibrated on {n} study, whose answers are among those counted.",
            "They calibrated on {n} studies, whose answers are among those counted.",
            len(studies),
        ).format(n=len(studies))
    if written:
        names = ", ".join(dict.fromkeys(f"{one.item.rpartition('/')[2]}" for one in written))
        yield ngettext(
            "The team wrote a rule of its own for {n} item ({items}).",
            "The team wrote rules of its own for {n} items ({items}).",
            len(written),
        ).format(n=len(written), items=names)


# -- agreement -------------------------------------------------------------------------------------


def _agreed(state: State, lookup: Lookup) -> Iterator[str]:
    found = blind_answers(state, lookup)
    whole = agreement(items(found))
    if whole is None:
        return
    said = (
        _("Before consensus they gave the same answer to {same} of {total} items, {share}.")
        if whole.readers == 2
        else _("Before consensus {same} of {total} pairs of answers were the same, {share}.")
    )
    yield said.format(
        same=whole.same,
        total=whole.pairs,
        share=_share(whole),
    )
    yield _coefficients(whole)
    for key, group in by(found, lambda one: one.instrument).items():
        overall = agreement([one for one in group if one.what == "overall"])
        if overall is not None and overall.pairs > 1:
            yield _overall(lookup(key), overall)


def _share(found: Agreement) -> str:
    limits = interval(found.percent_lower, found.percent_upper, 0)
    return f"{percent(found.percent)} {limits}"


def _coefficients(found: Agreement) -> str:
    beyond = found.chance_corrected
    name = _("Cohen's κ") if found.readers == 2 else _("Fleiss' κ")
    if beyond is None and found.why != "one_answer":
        return _("{name} cannot be estimated from so few answers.").format(name=name)
    if beyond is None:
        return _(
            "{name} cannot be estimated, because all gave one and the same answer throughout."
        ).format(name=name)
    said = [f"{name} {coefficient_words(beyond)}"]
    if found.ac1 is not None:
        said.append(_("Gwet's AC1 {value}").format(value=coefficient_words(found.ac1)))
    if found.alpha is not None:
        said.append(_("Krippendorff's α {value}").format(value=coefficient_words(found.alpha)))
    return _("{figures} (95 % intervals).").format(figures=", ".join(said))


def _overall(instrument: Instrument, found: Agreement) -> str:
    said = _("{tool}, overall: the same in {same} of {total}").format(
        tool=instrument.short, same=found.same, total=found.pairs
    )
    if found.quadratic is not None:
        value = coefficient_words(found.quadratic)
        said += _(", κ with quadratic weights {value}").format(value=value)
    return f"{said}."


# -- how differences were settled ------------------------------------------------------------------


def _settling(state: State, forms: Sequence[str]) -> Iterator[str]:
    """How differences were settled, as far as it is on record, and how many stand."""
    points = [(form, field) for form in forms for field in differing(state, form)]
    found = [settling(state, form, field) for form, field in points]
    for way, group in _by_way(found).items():
        names = names_of(state, list(dict.fromkeys(p for one in group for p in one.people)))
        yield _way_words(way, len(group)).format(n=len(group), names=names)
    waiting = sum(one is None for one in found)
    if waiting:
        yield ngettext(
            "{n} difference is not settled yet.",
            "{n} differences are not settled yet.",
            waiting,
        ).format(n=waiting)
    changed = sum(_changed_later(state, form) for form in forms)
    if changed:
        yield ngettext(
            "{n} answer without a difference was changed after it was submitted, with its reason "
            "on record.",
            "{n} answers without a difference were changed after they were submitted, with their "
            "reasons on record.",
            changed,
        ).format(n=changed)


def _by_way(found: Iterable[Settling | None]) -> dict[Way, list[Settling]]:
    groups: dict[Way, list[Settling]] = {way: [] for way in Way}
    for one in found:
        if one is not None:
            groups[one.way].append(one)
    return {way: group for way, group in groups.items() if group}


def _way_words(way: Way, n: int) -> str:
    if way is Way.TOGETHER:
        return ngettext(
            "{n} difference was settled by consensus of its reviewers.",
            "{n} differences were settled by consensus of their reviewers.",
            n,
        )
    if way is Way.ADJUDICATOR:
        return ngettext(
            "{n} difference was settled by an adjudicator ({names}).",
            "{n} differences were settled by an adjudicator ({names}).",
            n,
        )
    if way is Way.OTHER:
        return ngettext(
            "{n} difference was settled by somebody who neither scored it nor is the adjudicator "
            "({names}).",
            "{n} differences were settled by somebody who neither scored them nor is the "
            "adjudicator ({names}).",
            n,
        )
    if way is Way.ALONE:
        return ngettext(
            "{n} difference was settled by one of its reviewers ({names}) and confirmed by no "
            "other.",
            "{n} differences were settled by one of their reviewers ({names}) and confirmed by no "
            "other.",
            n,
        )
    return ngettext(
        "{n} difference was settled by some of its reviewers ({names}) and not confirmed by all.",
        "{n} differences were settled by some of their reviewers ({names}) and not confirmed by "
        "all.",
        n,
    )


def _changed_later(state: State, form: str) -> int:
    """How many fields have another agreed answer than the one that all had submitted."""
    parties = state.parties(form)
    if not parties or not state.is_open(form):
        return 0
    differ = set(differing(state, form))
    own = state.fields(in_seat(form, parties[0]))
    return sum(
        field not in differ
        and not field.startswith(NO_ANSWER)
        and not is_own_word(field)
        and (field not in own or own[field].value != claim.value)
        for field, claim in state.fields(in_seat(form, AGREED)).items()
    )


def _standing(state: State, forms: Sequence[str]) -> Iterator[str]:
    unfinished = sum(settled(state, form).rank in (Rank.MINE, Rank.NOTHING) for form in forms)
    if unfinished:
        yield ngettext(
            "{n} appraisal is not final yet.", "{n} appraisals are not final yet.", unfinished
        ).format(n=unfinished)


# -- extraction ------------------------------------------------------------------------------------


def _extraction(material: Material) -> Iterator[str]:
    state = material.state
    forms = tuple(
        form
        for outcome in state.ids("outcome")
        for study in state.ids("study")
        if state.is_open(form := extraction_form(study, outcome))
    )
    if not forms:
        return
    yield from _readers(state, forms, numbers=True)
    yield blindness_sentence(blindness(state, material.records, kinds=("extraction",)))
    found: tuple[BlindNumber, ...] = blind_numbers(state)
    if found:
        made = number_agreement([*found])
        yield _("They took the same number {same} of {total} times, {share}.").format(
            same=made.same, total=made.pairs, share=percent(made.percent)
        )
    yield from _settling(state, forms)
