"""What is no news: the baseline, what somebody decided, what is not examined."""
