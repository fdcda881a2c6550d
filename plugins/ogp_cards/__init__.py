"""Link cards from `[[ogp:URL]]`. See README.md."""
