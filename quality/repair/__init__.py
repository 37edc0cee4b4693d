"""Repairs: which edits apply, applying them, and the ledger that undoes them."""
