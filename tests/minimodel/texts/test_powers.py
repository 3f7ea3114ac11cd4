"""Powers of ten as they are written."""

from minimodel.texts.powers import power_of_ten, scientific


def test_powers_of_ten():
    assert power_of_ten(-12) == "10⁻¹²"
    assert scientific(1.88e-12, "es") == "1,9\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻¹²"
    assert scientific(-2.0, "en", digits=0) == "−2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁰"
