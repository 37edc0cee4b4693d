"""Lists, ranks, counts and sums that contradict themselves."""
