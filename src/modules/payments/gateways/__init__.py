"""Those who move money: one small interface, and who speaks it."""
