"""What is left out of a long page, and what is put into boxes."""

from __future__ import annotations

from course.writing import weight

PAGE = """<body><h2>Menu</h2><article class="md-content__inner md-typeset">
<h1>Title</h1><p>Before.</p><h2 id="a">A</h2>
<p>One.</p><div class="x"><h3>Inside</h3><div>Two.</div></div><h3 id="b">B</h3><h2 id="c">C</h2>
</article></body>"""


def test_each_section_below_its_heading_has_a_box() -> None:
    page = weight.lighten(PAGE)
    box = '<div class="md-typeset course-far" style="--height:2rem">'
    before, _, after = page.partition(box)
    assert before.endswith('<h2 id="a">A</h2>')
    assert after.startswith(
        '\n<p>One.</p><div class="x"><h3>Inside</h3><div>Two.</div></div></div><h3'
    )
    assert before + after.replace("</div></div></div>", "</div></div>") == PAGE  # and no other box


def test_the_box_of_a_longer_section_is_guessed_to_be_higher() -> None:
    heights = [
        int(weight.boxed(f"<h2>A</h2>{text}").partition("--height:")[2].partition("rem")[0])
        for text in ("<p>Word.</p>", "<p>A word.</p>" * 500, "<figure><svg>x</svg></figure>")
    ]
    assert heights[0] < heights[2] < heights[1] < 100


def test_figures_that_a_script_moves_have_no_box() -> None:
    content = "<h2>A</h2><p>One.</p><h2>B</h2><figure></figure>"
    assert weight.boxed(content).count("course-far") == 2
    page = f'<script src="../assets{weight.MOVED}"></script><article class="md-content__inner x">'
    assert weight.lighten(f"{page}{content}</article>").count("course-far") == 1


def test_a_page_without_sections_stays_as_it_is() -> None:
    page = '<article class="md-content__inner md-typeset"><h1>Lost</h1><p>Here.</p></article>'
    assert weight.lighten(page) == page


def test_code_keeps_its_colors_in_fewer_elements() -> None:
    code = (
        '<span class="n">h</span><span class="w"> </span><span class="o">=</span> '
        '<span class="s2">&quot;</span><span class="s2">a</span><span class="s2">&quot;</span>'
        '<span class="p">)</span><span class="mord">x</span><span class="mord">y</span>'
    )
    assert weight.plain(code) == (
        'h <span class="o">=</span> <span class="s2">&quot;a&quot;</span>)'
        '<span class="mord">x</span><span class="mord">y</span>'
    )
