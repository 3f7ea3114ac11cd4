"""One flag of train.py changed at a time: the runs, their times, their table and figures."""
