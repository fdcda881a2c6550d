"""What is kept from build to build, and the keys that say whether it still holds."""
