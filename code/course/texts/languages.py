"""The site's languages: those of the teaching code."""

from typing import Final

from minimodel.texts import languages
from minimodel.texts.languages import SOURCE_LANGUAGE as SOURCE_LANGUAGE  # pages with the code

LANGUAGES: Final = tuple(languages.LANGUAGES)
