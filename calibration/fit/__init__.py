"""From targets to draws: runs from the ranges, waves of screening and history matching, sampling."""
