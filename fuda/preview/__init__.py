"""The resident preview behind `invoke livereload`.

One process keeps what Pelican knows of the whole site and renders a page when a browser asks for it. Modules: `run` (the
command) -> `server` (HTTP) -> `site` (state and updates) -> `noting` (the writer that renders nothing), `quick` (one
post's new text), `cards` (fetched meanwhile), `changes`, `pages`, `problems`.
"""
