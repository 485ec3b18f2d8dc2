"""The explorer: a plan's own text with everything found in it, as one page that works from disk, without a network."""
