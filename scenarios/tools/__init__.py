"""Files for people: new ones, upgraded ones, two beside each other, and the inquiry's pillars."""
