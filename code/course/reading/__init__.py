"""A page, its twin in the other language, its links and the code it names; runs nothing."""
