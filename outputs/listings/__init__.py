"""What there is, as people read it: runs, studies, levers, pillars, and the dated changes of a design."""
