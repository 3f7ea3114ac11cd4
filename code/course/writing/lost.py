"""The page that is shown where there is none: it finds the site that it belongs to by itself.

A server answers with it at any depth, and without an address in `mkdocs.yml` nobody knows below
which folder the site will lie. Its links begin at a `<base>`: the server's root, or the folder of
the address; where the site is not there, a script looks for it in the folders of the address that
was asked for.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from course.texts.errors import CourseError

PAGE = "404.html"
PROBE = "assets/stylesheets/course.css"
# Outermost first, as a folder of the site may hold a site of an earlier version. It waits for the
# answers: whatever follows is asked for where the site lies. Some servers answer with a page
# whatever is asked; a style sheet says that it is one.
FIND = """{const base=document.querySelector("base"),folders=location.pathname.split("/")
const holds=at=>{const ask=new XMLHttpRequest
try{ask.open("HEAD",at+"PROBE",false);ask.send()}catch{return false}
return ask.status==200&&/css/.test(ask.getResponseHeader("content-type"))}
if(location.protocol!="file:"&&!holds(base.href))for(let n=1;n<folders.length;n++){
const at=folders.slice(0,n).join("/")+"/"
if(at!=base.getAttribute("href")&&holds(at)){base.href=at;break}}}""".replace("PROBE", PROBE)
# Material's script takes the page's own address for the base of these.
SETTLE = """{const e=document.getElementById("__config"),c=JSON.parse(e.textContent)
for(const key of["base","search"])c[key]=new URL(c[key],document.baseURI).href
e.textContent=JSON.stringify(c)}"""
# For where no style sheet is found, as without scripts; any other outweighs a layer.
STYLE = """@layer lost{:root{color-scheme:light dark}body{font-family:Georgia,serif;line-height:1.6}
.course-lost{margin:0 auto;max-width:34rem;padding:2rem 1.2rem}
.md-header,.md-toggle,.md-dialog{display:none}}"""
HEAD = re.compile(r'<meta name="viewport"[^>]*>')
CONFIG = re.compile(r'<script id="__config".*?</script>', re.DOTALL)


def base(site_url: str | None) -> str:
    """The folder of a site on its server, as far as is known: how its addresses begin."""
    return urlsplit(site_url or "").path.rstrip("/") + "/"


def anywhere(page: str, folder: str) -> str:
    """Make the links of the page begin at the site, wherever that lies.

    Parameters
    ----------
    page
        The whole page, whose addresses begin with `folder`.
    folder
        Where the site is thought to lie, with a slash at both ends.

    Returns
    -------
    str
        The page with its own style and the scripts that look for the site.

    Raises
    ------
    CourseError
        If the page is not made as Material's was, so that an address would be left as it is.
    """
    head, config = HEAD.search(page), CONFIG.search(page)
    if head is None or config is None:
        raise CourseError(
            "the page has no viewport or no __config, after which its scripts would stand.",
            file=PAGE,
            fix="Extend Material's base.html in code/course/theme/404.html.",
        )
    quoted = re.escape(folder)
    page = page.replace(config[0], f"{config[0]}<script>{SETTLE}</script>", 1)
    page = re.sub(rf'(\b(?:href|src)\s*=\s*"){quoted}', r"\1", page)
    page = re.sub(rf'("(?:base|search)": "){quoted}', r"\1", page)
    page = page.replace(f'new URL("{folder}",location)', 'new URL(".",document.baseURI)')
    found = f'{head[0]}\n<base href="{folder}"><style>{STYLE}</style><script>{FIND}</script>'
    return page.replace(head[0], found, 1)


def allowed(page: str) -> str:
    """Let the page have a base, of its own server, where its policy allows none."""
    return page.replace("base-uri 'none'", "base-uri 'self'", 1)
