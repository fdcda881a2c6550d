"""Pages and feeds, made on all cores or left alone."""
