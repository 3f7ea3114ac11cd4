"""Edits of Material's scripts in a built site, each at a place that a release must still have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.texts.errors import CourseError


@dataclass(frozen=True)
class Edit:
    """One edit.

    Attributes
    ----------
    script
        Which script, as a pattern of paths below `assets/javascripts`.
    what
        What the script does at the place.
    place
        The place; it must be there once.
    by
        What takes its place, as `re.sub` reads it.
    """

    script: str
    what: str
    place: str
    by: str

    def made(self, text: str, name: str) -> str:
        """A script with the edit; `CourseError` if it has no such place, or several."""
        edited, count = re.subn(self.place, self.by, text)
        if count != 1:
            raise CourseError(
                f"Material's script {self.what} in {count} places, not in one.",
                file=name,
                fix=f"Find the place and correct its pattern in {Path(__file__).name}.",
            )
        return edited


BUNDLE, SEARCH = "bundle.*.min.js", "workers/search.*.min.js"

# Each group is a page with its sections. The pages that hold every word of the query come first,
# in the order of their scores; of the others, the page itself says which words it lacks, and a
# section only those that another section of the page has.
WHOLE_FIRST = """(groups=>{
for(const group of groups){
const held={};
for(const {terms} of group)for(const word in terms)held[word]=held[word]||terms[word];
for(const found of group)found.terms=found.location.includes("#")
?Object.fromEntries(Object.entries(found.terms).filter(([word])=>held[word])):held;
group.missing=Object.values(held).filter(is=>!is).length}
return groups.sort((a,b)=>a.missing-b.missing)})"""

EDITS = (
    # By far the largest file that a page would load, and it grows with the course. From disk
    # Material waits already until the search is opened; this makes it wait everywhere.
    Edit(
        BUNDLE,
        "loads the search index with every page",
        r'(?<=\()location\.protocol!=="file:"(?=\),\w+\("search"\)\))',
        "!1",
    ),
    Edit(
        BUNDLE,
        "shows the words that a section lacks, but not those that a page lacks",
        r'\b\w+>0&&(?=\w+\.length>0&&\w+\("p",\{class:"md-search-result__terms"\})',
        "",
    ),
    Edit(
        BUNDLE,
        "makes a landmark without a name of each block's buttons",
        r'(?<=\()"nav"(?=,\{class:"md-code__nav"\}\))',
        '"div"',
    ),
    # The style of every element is found again when such an element comes and when it changes,
    # and style sheets tell the color scheme already.
    Edit(
        BUNDLE,
        "adds an element that tells the color scheme",
        r'(?<=\{name:"color-scheme"\}\);)document\.head\.appendChild\(\w+\);',
        "",
    ),
    # So it is when transitions are switched off for a moment: no need, if no color changes.
    Edit(
        BUNDLE,
        "switches transitions off whenever it sets the colors",
        r'document\.body\.setAttribute\("data-md-color-switching",""\),(\w+)(\.color\.media.{0,400}?)'
        r"(?=for\(let\[\w+,\w+\]of Object\.entries\(\1\.color\)\))",
        r'\1\2\1.color.scheme!==document.body.getAttribute("data-md-color-scheme")&&'
        r'document.body.setAttribute("data-md-color-switching","");',
    ),
    Edit(
        SEARCH,
        "drops English stop words in silence if they are not found",
        r"(for\(let (\w+) of \w+\))\(\w+=lunr\.stopWordFilter\)!=null"
        r"&&\w+\.call\(lunr,\2\.term\)&&\((\w+\[\2\.term\]=!1)\)",
        r"\1\3",
    ),
    Edit(
        SEARCH,
        "gives the pages that it found",
        r"(?<=\{items:)(\[\.\.\.\w+\.values\(\)\])(?=\},typeof)",
        WHOLE_FIRST.replace("\n", "") + r"(\1)",
    ),
)

# Where a browser lets a page keep nothing, the name of the store alone raises: then the script that
# chooses the colors ends, and with it the system's choice.
MATERIALS = '<script id="__config"'
PAGE_EDITS = (
    Edit(
        "base.html",
        "reads what a browser has kept",
        r"__md_get=\(e,_=localStorage,t=__md_scope\)=>JSON\.parse\(_(\.getItem\([^()]*\))\)",
        r"__md_get=(e,_,t=__md_scope)=>{try{return JSON.parse((_??localStorage)\1)}"
        "catch{return null}}",
    ),
    Edit(
        "base.html",
        "lets a browser keep something",
        r"(__md_set=\(e,_,t)=localStorage(,a=__md_scope\)=>\{try\{)t(?=\.setItem)",
        r"\1\2(t??localStorage)",
    ),
)


def edit(site: Path) -> None:
    """Make every edit in the scripts of a built site.

    Raises
    ------
    CourseError
        If a script has no such place, or several, which a release of Material may change.
    """
    folder = site / "assets" / "javascripts"
    for change in EDITS:
        for file in folder.glob(change.script):
            edited = change.made(file.read_text(encoding="utf-8"), file.name)
            file.write_text(edited, encoding="utf-8")


def edit_page(page: str) -> str:
    """A page of Material's with every edit of the scripts in it; `CourseError` as for `edit`."""
    if MATERIALS not in page:
        return page
    for change in PAGE_EDITS:
        page = change.made(page, change.script)
    return page
