"""Links stand on names alone, change no text, and only the pointer stops at those in blocks."""

import re

import markdown
from course.api.links import put
from course.api.names_in_code import read
from course.api.pages import PageNames, ShownCode

CODE = """\
from minimodel.nn.gru import GRU
layer = GRU(3, text="GRU & <co>")  # a GRU
print(layer, f"{GRU}")"""
PAGE = f"""\
## `GRU` {{ #gru }}

A `GRU`, `GRU()`, `GRU.forward`, `GRU.absent`, `GRU(3)`, `layer`, and [`GRU`](x.md).

```python
{CODE}
```

```text
GRU
```
"""
KNOWN = {
    "minimodel.nn.gru": "r.html#nn.gru",
    "minimodel.nn.gru.GRU": "r.html#nn.gru.GRU",
    "minimodel.nn.gru.GRU.forward": "r.html#nn.gru.GRU.forward",
    "minimodel.nn.gru.GRU.absent": "r.html#nn.gru.GRU",
}


def linked() -> tuple[str, str, dict[str, str]]:
    """A page before and after, and what was linked in its blocks."""
    extensions = ["attr_list", "pymdownx.superfences", "pymdownx.highlight"]
    options = {"pymdownx.highlight": {"pygments_lang_class": True}}
    before = markdown.markdown(PAGE, extensions=extensions, extension_configs=options)
    reading = read(CODE, {})
    names = PageNames([ShownCode(CODE, reading.places, 1)], {"GRU": "minimodel.nn.gru.GRU"})
    return before, *put(before, names, KNOWN.get)


def test_only_tags_are_added() -> None:
    before, after, _ = linked()
    assert before != after
    assert re.sub(r"<[^>]*>", "", before) == re.sub(r"<[^>]*>", "", after)


def test_names_in_code_are_linked_without_a_tab_stop() -> None:
    _, after, found = linked()
    link = r'<a href="([^"]*)" tabindex="-1"><span class="n+">([^<]*)</span></a>'
    links = re.findall(link, after)
    assert links == [
        ("r.html#nn.gru", "minimodel.nn.gru"),
        ("r.html#nn.gru.GRU", "GRU"),
        ("r.html#nn.gru.GRU", "GRU"),
    ]
    assert found == dict(links)


def test_names_in_sentences_are_linked_but_for_what_they_have_not() -> None:
    _, after, _ = linked()
    links = re.findall(r'<code><a href="([^"]*)">([^<]*)</a></code>', after)
    assert links == [
        ("r.html#nn.gru.GRU", "GRU"),
        ("r.html#nn.gru.GRU", "GRU()"),
        ("r.html#nn.gru.GRU.forward", "GRU.forward"),
    ]
    assert '<h2 id="gru"><code>GRU</code></h2>' in after
    assert after.count('href="x.md"') == 1


def test_the_same_block_twice_is_read_in_its_order() -> None:
    code = '<div class="language-python highlight"><pre><span></span><code>x</code></pre></div>'
    second = read("x", {"x": "minimodel.nn.gru"})
    names = PageNames([ShownCode("x", [], 1), ShownCode("x", second.places, 5)], {})
    after, _ = put(code * 2, names, KNOWN.get)
    assert [block.count("<a ") for block in after.split("</div>")] == [0, 1, 0]
