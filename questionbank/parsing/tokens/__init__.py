"""From logical lines to candidate tokens, and the passes over them that see shapes of several lines."""
