"""The kinds of question, one file each: what can be asked (a frozen request) and how it is prepared and answered.

`request.py` says what all requests are, `kinds.py` which there are. The command line and Python build a request, a
run's plan keeps it, and whatever takes a run up again reads it from there.
"""
