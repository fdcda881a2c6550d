"""The resident preview behind `invoke livereload`.

One process keeps what Pelican knows of the whole site and renders a page when a browser asks for it. Modules: `run` (the
command) -> `server` (HTTP) -> `site` (state and updates) -> `edit` (one saved post: which way) -> `relist` (all lists sorted
anew), `retag` (the lists of its tags alone), `quick` (nothing but the post) -> `alone` (reads one post) -> `made` (what a run left)
-> `noting` (the writer that renders nothing); beside them `loading` (settings), `cards` (fetched meanwhile), `listening` (the port),
`watching`, `changes`, `pages` and the last `good` ones, `planning`, `problems`, `scratch`, `waiting` (for a date).
"""
