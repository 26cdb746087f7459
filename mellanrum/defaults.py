"""What a run is unless somebody says otherwise: the same numbers at the command line and in Python."""

SEED = 2028
YEARS = 5.0
RUN_REPLICATIONS = 10
COMPARE_REPLICATIONS = 20
ABLATE_REPLICATIONS = 5
FACE_REPLICATIONS = 3

LARGEST_SEED = 2**63 - 1
LONGEST_YEARS = 30
