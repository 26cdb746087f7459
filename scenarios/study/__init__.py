"""Study files: what is asked and varied, checked and made into a plan."""
