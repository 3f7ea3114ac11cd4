"""How far an array is from the expected one."""

import numpy as np
import pytest
from course.student.compare import compare

INF, NAN = np.inf, np.nan


@pytest.mark.parametrize(
    ("mine", "theirs", "verdict", "at"),
    [
        ([1.0, 2.0], [1.0, 2.0], "exact", ()),
        ([1.0, 2.0 + 1e-7], [1.0, 2.0], "close", (1,)),
        ([1.0, 2.1], [1.0, 2.0], "different", (1,)),
        (1.0, INF, "different", ()),  # no finite number is near infinity
        ([1e300, 2.0], [INF, 2.0], "different", (0,)),
        ([-INF, 2.0], [INF, 2.0], "not_finite", (0,)),
        ([INF, 2.0], [INF, 2.0], "exact", ()),
        ([INF, 2.0 + 1e-7], [INF, 2.0], "close", (1,)),
        ([INF, 2.1], [INF, 2.0], "different", (1,)),
        ([NAN, 2.0], [1.0, 2.0], "not_finite", (0,)),
        ([1.0], [1.0, 2.0], "shape", ()),
    ],
)
def test_verdicts(mine: object, theirs: object, verdict: str, at: tuple[int, ...]) -> None:
    found = compare(np.array(mine), np.array(theirs))
    assert found.verdict == verdict
    assert found.at == at
    assert found.agrees == (verdict in ("exact", "close"))
