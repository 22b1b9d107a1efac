"""What is said of subgroups: their names, the test between them, and how to read it."""

from appraisal.plan import Plan
from appraisal.subgroups import DOMAIN, FIELD, Group, Subgrouped
from appraisal.synthesis_text import p_text
from resources.i18n import _, number, percent


def key_name(key: str) -> str:
    """By what groups are formed, in words."""
    if key.startswith(FIELD):
        name = key.removeprefix(FIELD)
        return name[:1].upper() + name[1:]
    if key.startswith(DOMAIN):
        return _("Domain")
    return {
        "": _("None"),
        "design": _("Design"),
        "instrument": _("Instrument"),
        "overall": _("Overall judgement"),
        "risk": _("Risk of bias, as mapped"),
        "decade": _("Decade"),
    }.get(key, key)


def group_name(group: Group, key: str) -> str:
    """A group's name as a heading: `Allocation: random`."""
    return _("{field}: {value}").format(field=key_name(key), value=group.name or _("not reported"))


def group_label(group: Group) -> str:
    """The label of a group's diamond."""
    return _("Subgroup ({k})").format(k=group.k)


def difference_sentence(found: Subgrouped) -> str:
    """The test for subgroup differences in one line; empty without two groups."""
    test = found.between
    if test is None:
        return ""
    share = 100 * max(0.0, 1 - test.df / test.statistic) if test.statistic > 0 else 0.0
    said = _("Test for subgroup differences: χ² = {chi2}, df = {df}, p {p}, I² = {i2}.").format(
        chi2=number(test.statistic, 2), df=f"{test.df:.0f}", p=p_text(test.p), i2=percent(share)
    )
    if found.tau2 is not None:
        said += " " + _("One τ² for all groups: {tau2}.").format(tau2=number(found.tau2, 3))
    return said


def reading(found: Subgrouped, plan: Plan) -> str:
    """How a difference between subgroups may be read."""
    said = [
        _(
            "Studies were not allotted to subgroups at random: a difference may come from whatever "
            "else differs between them. That an effect is “significant” in one group and not in "
            "another shows no difference; this test is made for it."
        )
    ]
    if any(group.k == 1 for group in found.groups):
        said.append(_("A subgroup of one study has no spread of its own."))
    if plan.is_random and found.tau2 is None:
        said.append(_("Each subgroup has its own τ²."))
    return " ".join(said)
