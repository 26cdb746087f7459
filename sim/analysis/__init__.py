"""Statistics on numbers that are given: how many are enough, which is best, what to learn, where two are equal.

Pure: no files, no simulation. What runs the model asks here what to run next and what the answers mean.
"""
