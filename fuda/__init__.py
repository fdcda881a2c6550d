"""The work behind the tasks of tasks.py. Plugins never import it."""
