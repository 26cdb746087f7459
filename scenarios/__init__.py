"""What planners edit (counties, services, designs) and what reads it. Of ours, it imports `sim.terms` alone."""
