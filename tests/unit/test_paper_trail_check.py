"""`rules check`: what it counts, and that it finds every mistake in a copy of the tables."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from shaoxing_benefits import InputError
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.paper_trail.check import DOUBTFUL, check
from shaoxing_benefits.rulebook import Status
from tests.guides import Copy, Done

OWN = {
    "overlay": {"name": "Zhuji"},
    "dibao": {"standard": {"from": "2020-07-01", "value": "900.00", "districts": ["zhuji"], "source": "x"}},
}


def entries() -> list[str]:
    return [str(entry.status) for timeline in rule_set().rulebook.timelines.values() for entry in timeline]


def test_the_shipped_tables_hold_together() -> None:
    checked = check()
    assert checked.parameters == len(rule_set().rulebook.definitions)
    assert len(checked.figures) == len(entries())


def test_figures_are_counted_by_status() -> None:
    counted = check().statuses
    assert {str(status): count for status, count in counted.items() if count} == Counter(entries())
    assert list(counted) == list(Status)


def test_every_figure_that_is_not_sure_is_listed_with_its_note() -> None:
    told = check().to_dict()
    assert list(told) == ["rules", "parameters", "figures", "statuses", "doubtful"]
    assert Counter(each["status"] for each in told["doubtful"]) == Counter(each for each in entries() if each in DOUBTFUL)
    assert all(each["note"]["zh"] and each["note"]["en"] for each in told["doubtful"])
    assert json.loads(json.dumps(told)) == told
    # Examples of each: how amounts are rounded, the old age of tekun, a care allowance, the standard meant for 2021.
    named = {(each["status"], each["parameter"]) for each in told["doubtful"]}
    assert {
        ("assumed", "dibao.rounding"),
        ("secondary", "tekun.elderly_age"),
        ("unpublished", "tekun.care_none"),
        ("planned", "dibao.standard"),
    } <= named


def test_an_overlay_is_checked_and_counted_too() -> None:
    checked = check(overlays=OWN)
    assert checked.statuses[Status.LOCAL] == 1
    (local,) = checked.of_status(Status.LOCAL)
    assert (local.overlay, [each.name.lower() for each in local.districts or ()]) == ("Zhuji", ["zhuji"])
    assert [each.name for each in checked.rules.overlays] == ["Zhuji"]
    with pytest.raises(InputError):
        check(overlays={"dibao": {"standart": {"from": "2020-07-01", "value": "900.00", "source": "x"}}})


# In a copy


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def change(copy: Copy, file: str, old: str, new: str) -> None:
    path = copy.folder / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def checked(copy: Copy, *options: str) -> Done:
    return copy.run("rules", "check", *options)


def refused(copy: Copy) -> list[str]:
    """The mistakes, each as `file: key: what is wrong. what to do`."""
    done = checked(copy)
    assert (done.status, done.out) == (1, "")
    return done.err.replace("\n  ", " ").splitlines()


def test_an_unchanged_copy_holds_together(copy: Copy) -> None:
    done = checked(copy)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Tables, fact sheets and rules hold together.\n")


def test_one_yuan_more_is_found_and_the_fact_named(copy: Copy) -> None:
    change(copy, "rules/2020/dibao.toml", 'value = "850.00"', 'value = "851.00"')
    (found,) = refused(copy)
    assert found.startswith("rules/2020/dibao.toml: standard[0].value: 851.00 is not among the figures of yearbook:dibao-standard-2020")


def test_the_digest_changes_with_one_figure(copy: Copy) -> None:
    def digest() -> str:
        return str(json.loads(checked(copy, "--json").out)["rules"]["digest"])

    before = digest()
    change(copy, "rules/definitions/dibao.toml", "[standard]", "# only a comment\n[standard]")
    assert digest() == before
    # An assumed number stands in no fact.
    change(copy, "rules/2018/dibao.toml", "value = 6\n", "value = 7\n")
    assert digest() != before


def test_every_mistake_is_told_at_once(copy: Copy) -> None:
    change(copy, "rules/2020/dibao.toml", 'value = "850.00"', 'value = "851.00"')
    change(copy, "rules/2019/tekun.toml", 'status = "published"', 'status = "publishd"')
    change(copy, "rules/2020/tekun.toml", "yearbook:tekun-standard-2020", "yearbook:tekun")
    found = refused(copy)
    assert [line.partition(": ")[0] for line in found] == ["rules/2019/tekun.toml", "rules/2020/dibao.toml", "rules/2020/tekun.toml"]


def test_a_broken_fact_sheet_hides_no_mistake_in_the_tables(copy: Copy) -> None:
    change(copy, "seeds/yearbook.toml", 'kind = "yearbook"', 'kind = "almanac"')
    change(copy, "rules/2019/tekun.toml", 'status = "published"', 'status = "publishd"')
    found = refused(copy)
    assert [line.partition(": ")[0] for line in found] == ["seeds/yearbook.toml", "rules/2019/tekun.toml"]


def test_a_parameter_that_nobody_reads_is_found(copy: Copy) -> None:
    with (copy.folder / "rules" / "definitions" / "dibao.toml").open("a", encoding="utf-8") as file:
        file.write('\n[forgotten]\nlabel_zh = "忘"\nlabel_en = "forgotten"\nunit = "count"\n')
    assert refused(copy) == ["rules/definitions/dibao.toml: forgotten: No rule reads it. Remove it, or say in read_by who does."]


def test_a_reader_that_is_not_the_one_is_found(copy: Copy) -> None:
    change(copy, "rules/definitions/dibao.toml", 'label_en = "rounding"\n', 'label_en = "rounding"\nread_by = "target"\n')
    assert refused(copy) == ["rules/definitions/dibao.toml: rounding: A rule reads it, though read_by says target. Take read_by out."]


def test_a_rules_parameter_that_is_not_there_is_found(copy: Copy) -> None:
    path = copy.folder / "rules" / "definitions" / "dibao_edge.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[income_multiple]", "[income_times]"), encoding="utf-8")
    for values in (copy.folder / "rules").glob("[0-9]*/dibao_edge.toml"):
        values.write_text(values.read_text(encoding="utf-8").replace("[[income_multiple]]", "[[income_times]]"), encoding="utf-8")
    assert any(re.search("nothing is called dibao_edge_income_multiple", line) for line in refused(copy))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        # A law's figure that is said to be published, and a published one that is said to be a law's.
        ("rules/2018/dibao_edge.toml", 'status = "statute"', 'status = "published"'),
        ("rules/2020/dibao.toml", 'status = "published"', 'status = "statute"'),
    ],
)
def test_a_status_that_does_not_fit_the_documents_is_found(copy: Copy, file: str, old: str, new: str) -> None:
    change(copy, file, old, new)
    (found,) = refused(copy)
    assert found.startswith(f"{file}: ")
    assert "no document of that kind is cited" in found


def test_a_wrong_overlay_is_wrong_input_and_no_failure_of_ours(copy: Copy) -> None:
    (copy.folder / "own.toml").write_text('[[dibao.standard]]\nfrom = 2020-07-01\nvalue = "900.00"\n', encoding="utf-8")
    done = checked(copy, "--overlay", "own.toml")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("own.toml: dibao.standard[0].source: It is missing")
