"""The workshop page: a room of people compares designs live, in a browser, on this machine alone."""
