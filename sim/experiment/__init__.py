"""Replications and what becomes of them: executed, summarised, compared, archived."""
