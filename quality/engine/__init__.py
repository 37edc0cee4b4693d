"""Runs rules over pages: plan, local, spark. Rules never know which engine runs them."""
