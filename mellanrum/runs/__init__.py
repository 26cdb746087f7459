"""What a run leaves and what becomes of it: begun, resumed, listed, shown, checked, tidied."""
