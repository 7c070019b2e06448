"""Training: lessons, drills, scores, reviews and the proficiency record. Kept in a store of its own."""
