"""Records by the million as columns: read, proposed, judged, assigned, written."""
