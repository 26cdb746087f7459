"""What replications come to: summaries, paired differences, gains, courses, and what must be said beside them."""
