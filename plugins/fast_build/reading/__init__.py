"""Posts and pages read ahead of Pelican, and held."""
