"""Encoding: what the bytes of a file did not say plainly."""
