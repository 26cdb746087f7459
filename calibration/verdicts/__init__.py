"""The fitted model beside what was counted: matched, scored, and what the counts taught."""
