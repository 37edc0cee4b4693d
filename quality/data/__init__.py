"""Tables: line 1 of each names its source and licence; a test canonicalises them."""
