"""A study as people read it: three sentences for each county, its tables, figures and findings."""
