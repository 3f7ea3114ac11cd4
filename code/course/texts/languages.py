"""The site's languages."""

from typing import Final

SOURCE_LANGUAGE: Final = "en"  # the language whose pages hold the code
LANGUAGES: Final = ("en", "es")
