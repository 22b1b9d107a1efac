"""The conversions by key: what goes in, what comes out, formula in symbols, and on whose word."""

from collections.abc import Callable
from dataclasses import dataclass

from stats.conversions import (
    combine_arms,
    log_hr_from_oe,
    log_or_from_smd,
    r_from_t,
    sd_from_ci,
    sd_from_difference_se,
    sd_from_se,
    sd_of_change,
    se_from_ci,
    se_from_f,
    se_from_p,
    se_from_ratio_ci,
    se_from_t,
    smd_from_log_or,
    smd_from_t,
    smd_se,
)
from stats.medians import mean_sd_from_quantiles


@dataclass(frozen=True, slots=True)
class Conversion:
    """One entry of the table: what goes in, what comes out, and on whose word."""

    key: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    formula: str
    source: str
    function: Callable[..., object]


_HANDBOOK = "Cochrane Handbook 6.5, section "
_WAN_LUO_SHI = "Luo 2018, Stat Methods Med Res 27:1785; Shi 2020, Res Synth Methods 11:641; "
_WAN = "Wan 2014, BMC Med Res Methodol 14:135"

CONVERSIONS: dict[str, Conversion] = {
    entry.key: entry
    for entry in (
        Conversion(
            "mean_sd_from_quartiles",
            ("n", "median", "q1", "q3"),
            ("mean", "sd"),
            "w = 0.7 + 0.39/n; mean = w (q1 + q3)/2 + (1 - w) median; "
            "sd = (q3 - q1) / eta(n), eta(n) = 2 z((0.75 n - 0.125)/(n + 0.25)) "
            "or Wan's table 2 up to n = 201",
            _WAN_LUO_SHI + _WAN,
            mean_sd_from_quantiles,
        ),
        Conversion(
            "mean_sd_from_range",
            ("n", "median", "low", "high"),
            ("mean", "sd"),
            "w = 4/(4 + n^0.75); mean = w (min + max)/2 + (1 - w) median; "
            "sd = (max - min) / xi(n), xi(n) = 2 z((n - 0.375)/(n + 0.25)) "
            "or Wan's table 1 up to n = 50",
            _WAN_LUO_SHI + _WAN,
            mean_sd_from_quantiles,
        ),
        Conversion(
            "mean_sd_from_five_numbers",
            ("n", "median", "q1", "q3", "low", "high"),
            ("mean", "sd"),
            "u = 2.2/(2.2 + n^0.75), v = 0.7 - 0.72/n^0.55; "
            "mean = u (min + max)/2 + v (q1 + q3)/2 + (1 - u - v) median; "
            "sd = (max - min) / ((2 + 0.14 n^0.6) z((n - 0.375)/(n + 0.25))) "
            "+ (q3 - q1) / ((2 + 2/(0.07 n^0.6)) z((0.75 n - 0.125)/(n + 0.25)))",
            _WAN_LUO_SHI + _WAN,
            mean_sd_from_quantiles,
        ),
        Conversion(
            "se_from_ci",
            ("lower", "upper"),
            ("estimate", "se"),
            "estimate = (lower + upper)/2; se = (upper - lower)/(2 z)",
            _HANDBOOK + "6.3.1",
            se_from_ci,
        ),
        Conversion(
            "se_from_ratio_ci",
            ("lower", "upper"),
            ("estimate", "se"),
            "estimate = (ln lower + ln upper)/2; se = (ln upper - ln lower)/(2 z)",
            _HANDBOOK + "6.3.2",
            se_from_ratio_ci,
        ),
        Conversion(
            "se_from_p",
            ("estimate", "p"),
            ("estimate", "se"),
            "se = |estimate| / z(1 - p/2)",
            _HANDBOOK + "6.3.1",
            se_from_p,
        ),
        Conversion(
            "se_from_t",
            ("estimate", "t"),
            ("estimate", "se"),
            "se = |estimate / t|",
            _HANDBOOK + "6.5.2.3",
            se_from_t,
        ),
        Conversion(
            "se_from_f",
            ("estimate", "f"),
            ("estimate", "se"),
            "t = sqrt F; se = |estimate / t|",
            _HANDBOOK + "6.5.2.3",
            se_from_f,
        ),
        Conversion(
            "sd_from_se",
            ("se", "n"),
            ("sd",),
            "sd = se sqrt n",
            _HANDBOOK + "6.5.2.2",
            sd_from_se,
        ),
        Conversion(
            "sd_from_ci",
            ("lower", "upper", "n"),
            ("sd",),
            "sd = sqrt n (upper - lower)/(2 t), t with n - 1 degrees of freedom",
            _HANDBOOK + "6.5.2.2",
            sd_from_ci,
        ),
        Conversion(
            "sd_from_difference_se",
            ("se", "n1", "n2"),
            ("sd",),
            "sd = se / sqrt(1/n1 + 1/n2)",
            _HANDBOOK + "6.5.2.3",
            sd_from_difference_se,
        ),
        Conversion(
            "sd_of_change",
            ("sd_before", "sd_after", "correlation"),
            ("sd",),
            "sd = sqrt(sd1^2 + sd2^2 - 2 r sd1 sd2)",
            _HANDBOOK + "6.5.2.8",
            sd_of_change,
        ),
        Conversion(
            "combine_arms",
            ("arms",),
            ("n", "mean", "sd"),
            "n = sum n_i; mean = sum n_i m_i / n; "
            "sd^2 = [sum (n_i - 1) sd_i^2 + sum n_i (m_i - mean)^2]/(n - 1)",
            _HANDBOOK + "6.5.2.10",
            combine_arms,
        ),
        Conversion(
            "smd_from_t",
            ("t", "n1", "n2"),
            ("d",),
            "d = t sqrt(1/n1 + 1/n2)",
            "Borenstein 2009, Introduction to Meta-Analysis, chapter 4",
            smd_from_t,
        ),
        Conversion(
            "smd_se",
            ("d", "n1", "n2"),
            ("se",),
            "se = sqrt(1/n1 + 1/n2 + d^2 / (2 (n1 + n2)))",
            "Borenstein 2009, Introduction to Meta-Analysis, equation 4.20",
            smd_se,
        ),
        Conversion(
            "r_from_t",
            ("t", "n"),
            ("r",),
            "r = t / sqrt(t^2 + n - 2)",
            "Lipsey & Wilson 2001, Practical Meta-Analysis, appendix B",
            r_from_t,
        ),
        Conversion(
            "log_hr_from_oe",
            ("observed_minus_expected", "variance"),
            ("estimate", "se"),
            "ln HR = (O - E) / V; se = 1 / sqrt V",
            "Parmar 1998, Stat Med 17:2815; " + _HANDBOOK + "6.8.2",
            log_hr_from_oe,
        ),
        Conversion(
            "smd_from_log_or",
            ("log_or", "se"),
            ("estimate", "se"),
            "d = ln OR sqrt 3 / pi; se likewise",
            "Chinn 2000, Stat Med 19:3127",
            smd_from_log_or,
        ),
        Conversion(
            "log_or_from_smd",
            ("d", "se"),
            ("estimate", "se"),
            "ln OR = d pi / sqrt 3; se likewise",
            "Chinn 2000, Stat Med 19:3127",
            log_or_from_smd,
        ),
    )
}
