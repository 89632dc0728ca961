"""Words and signs of question documents: folded text in, what it says out. Knows nothing of lines around it."""
