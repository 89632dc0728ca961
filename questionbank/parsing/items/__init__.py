"""From drafts to items: answers brought to their questions, keys, points, checks and coverage."""
