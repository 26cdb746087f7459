"""The fitted model beside its counts: misses, reach, scorecard, and what a parameter set says of itself."""
