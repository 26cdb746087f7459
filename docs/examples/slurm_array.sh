#!/bin/bash
# A comparison on a Slurm cluster: an array of parts that fill one archive, and a job after them that shows the result.
#
#   bash slurm_array.sh norrbotten current big_bang -n 200
#   PARTS=50 bash slurm_array.sh norrbotten current big_bang -n 200 --parameters posterior
#
# The words are those of `mellanrum compare`. Submit from a folder that all nodes see, with mellanrum on the PATH.
# Whatever is killed, preempted or out of time: submit the same again, and only what is missing is run.

#SBATCH --job-name=mellanrum
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=08:00:00
#SBATCH --requeue
#SBATCH --output=slurm-%A-%a.out

set -euo pipefail
export MELLANRUM_ARCHIVE="${MELLANRUM_ARCHIVE:-$PWD/archive}"

case "${MELLANRUM_STEP:-submit}" in
    submit)
        parts=$(MELLANRUM_STEP=part sbatch --parsable --export=ALL --array="1-${PARTS:-4}" "$0" "$@")
        result=$(MELLANRUM_STEP=result sbatch --parsable --export=ALL --dependency="afterok:$parts" --kill-on-invalid-dep=yes \
            --output="slurm-%j.out" "$0" "$@")
        echo "Parts: job $parts. Result: job $result, in the folder result-$result and in slurm-$result.out"
        ;;
    part)
        mellanrum compare "$@" --jobs "$SLURM_CPUS_PER_TASK" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
        ;;
    result)
        mellanrum compare "$@" --jobs "$SLURM_CPUS_PER_TASK" --digest --out "result-$SLURM_JOB_ID"
        ;;
esac
