"""The bilingual verb corpus: its sentences, how they become tokens, and tokens ids."""
