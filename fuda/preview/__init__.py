"""The resident preview behind `invoke livereload`.

One process keeps what Pelican knows of the whole site and renders a page when a browser asks for it. Modules: `run` (the
command) -> `server` (HTTP) -> `site` (state and updates) -> `relist` (one post's new metadata) -> `quick` (its new text) -> `made`
(what a run left) -> `noting` (the writer that renders nothing); beside them `loading` (settings), `cards` (fetched meanwhile),
`watching`, `changes`, `pages`, `problems`.
"""
