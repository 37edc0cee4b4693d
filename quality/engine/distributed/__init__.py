"""The stages of dedup as tables, for engines of many machines."""
