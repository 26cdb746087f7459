"""Tables as files for other programs: CSV and workbooks."""
