"""Sentences torn, texts cut, fragments out of their place: segment's decisions, judged and worded."""
