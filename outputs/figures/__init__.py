"""What every figure shares: its look, and where its panels stand."""
