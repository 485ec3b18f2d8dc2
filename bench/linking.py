"""Linking: candidates scored, links, seconds and peak memory, and how much of a known lineage is found.

    python bench/linking.py 10 100 1000

The plans are the example plan in other regions and years: each region has a series of ten years; each plan of a series
drops a few measures for good, and says others in other words than the year before. So the lineage of each measure is
known: the same sentence in the plan of the year before. Each size runs in a process of its own, so that the peak is its
own; plans are made and read before the clock starts.
"""

import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from extract import extract_plan
from reformgraph.lineage import link_plans, linking
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary

TEXT = (Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt").read_text("utf-8")
YEARS = 10
DROPPED = 0.02
OTHER_WORDS = {
    "推进": "推动",
    "加强": "强化",
    "完善": "健全",
    "优化": "改进",
    "进一步": "持续",
    "深化": "拓展",
    "企业": "单位",
    "服务": "保障",
}
"""Words that a plan may say instead; each plan draws its own."""


def main() -> None:
    """The table for the sizes on the command line; with --one, one line of it."""
    if sys.argv[1] == "--one":
        measure_one(int(sys.argv[2]))
        return
    print(" plans  measures     scored     links  seconds      MB MB before  found")
    for size in sys.argv[1:]:
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--one", size], check=True)


def measure_one(size: int) -> None:
    """Link `size` plans and print what it took."""
    vocabulary = Vocabulary.load()
    plans, kept = corpus(size, vocabulary)
    before = peak()
    scored = 0
    likeness = linking.likeness

    def counted(*given):
        nonlocal scored
        scored += 1
        return likeness(*given)

    linking.likeness = counted
    begun = time.perf_counter()
    found: set[tuple[str, int, int]] = set()
    links = 0
    for link in link_plans(plans, vocabulary):
        links += 1
        place, year = link.later.plan.split("-")
        if link.earlier.plan == f"{place}-{int(year) - 1}":
            found.add((link.later.plan, link.earlier.index, link.later.index))
    seconds = time.perf_counter() - begun
    known = {(key, was, now) for key, pairs in kept.items() for was, now in pairs}
    total = sum(len(plan.measures) for plan in plans.values())
    share = len(found & known) / len(known)
    print(
        f"{size:>6} {total:>9,} {scored:>10,} {links:>9,} {seconds:>8.1f} {peak():>7,.0f} {before:>9,.0f} {share:>6.3f}"
    )


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def corpus(size: int, vocabulary: Vocabulary) -> tuple[dict[str, Plan], dict[str, list[tuple[int, int]]]]:
    """The plans by region and year, and for each the measures that it has from the year before.

    A pair is the place of a measure in the plan of the year before and its place in this. Measures that are never
    linked, since all plans have them, are left out.
    """
    whole = extract_plan(TEXT, vocabulary)
    again = replace(whole, header=replace(whole.header, year=2021, issued=None))
    linked = sorted({link.later.index for link in link_plans({"a": whole, "b": again}, vocabulary)})
    sentences = [whole.measures[place].span.of(TEXT) for place in linked]
    cities = [r.pref for r in vocabulary.of_class("AdministrativeRegion") if r.code.endswith("00")]
    known = [name for name in cities if name.endswith("市") and vocabulary.region(name)]
    plans: dict[str, Plan] = {}
    kept: dict[str, list[tuple[int, int]]] = {}
    for number, region in enumerate(random.Random(size).sample(known, -(-size // YEARS))):
        source = random.Random(number)
        text, before = TEXT.replace("上海市", region).replace("沪府办", "某府办"), {}
        for year in range(2016, 2016 + min(YEARS, size - len(plans))):
            for sentence in sentences:
                if source.random() < DROPPED:
                    text = text.replace(f"，{sentence}", "").replace(f"{sentence}，", "")
            said = {word: other for word, other in OTHER_WORDS.items() if source.random() < 0.5}
            plan = extract_plan(in_words(text.replace("2020", str(year)), said), vocabulary)
            places = {measure.span.of(plan.text): place for place, measure in enumerate(plan.measures)}
            here = {sentence: places.get(in_words(sentence.replace("上海市", region), said)) for sentence in sentences}
            key = f"{number}-{year}"
            plans[key] = plan
            kept[key] = [
                (before[sentence], place)
                for sentence, place in here.items()
                if place is not None and before.get(sentence) is not None
            ]
            before = here
    return plans, kept


def in_words(text: str, said: dict[str, str]) -> str:
    """The text with other words."""
    for word, other in said.items():
        text = text.replace(word, other)
    return text


if __name__ == "__main__":
    main()
