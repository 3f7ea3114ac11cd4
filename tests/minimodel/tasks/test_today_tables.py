"""The tables of the page on the recurrence today."""

from __future__ import annotations

from minimodel.tasks.recurrences import MemoryRun, TextRun
from minimodel.tasks.today_tables import average, by_model, delayed_table, scan_costs, text_table


def runs() -> list[MemoryRun]:
    return [
        MemoryRun(model, "delayed", seed, 2000, (share, share))
        for model, shares in (("lstm", (0.2, 0.3, 0.7)), ("lru", (0.5, 0.6, 0.55)))
        for seed, share in enumerate(shares)
    ]


def test_a_median_stands_between_the_least_and_the_greatest() -> None:
    assert by_model(runs(), average) == {"lstm": (0.3, 0.2, 0.7), "lru": (0.55, 0.5, 0.6)}


def test_tables_print_median_and_range_in_the_language() -> None:
    rows = [
        [cell.replace("\xa0", " ") for cell in row] for row in delayed_table(runs(), "es").cells()
    ]
    assert rows[0] == ["LSTM", "2.000", "24", "30 % (20 %–70 %)"]  # h and c
    assert rows[1][2:] == ["32", "55 % (50 %–60 %)"]
    texts = [TextRun("gru", seed, 3000, (3.0, best)) for seed, best in enumerate((2.5, 2.6, 2.4))]
    assert text_table(texts).cells() == [["GRU", "3,000", "2.50 (2.40–2.60)"]]


def test_costs_are_those_of_the_scans() -> None:
    assert scan_costs(1000).cells() == [
        ["step by step", "1,000", "999"],
        ["doubling", "10", "17,954"],
        ["pairing", "18", "2,978"],
    ]
