"""The words of the field: enumerations, scenario, event log and calendar. No SimPy, no files."""
