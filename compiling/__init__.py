"""Makes the compiled build of the model from its one source, by mypyc. Nothing here is needed to run."""
