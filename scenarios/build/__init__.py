"""What a scenario is made from, part by part: places, staff, services, practice, and the design's dated changes."""
