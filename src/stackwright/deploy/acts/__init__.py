"""What is done to a service in a rehearsal after it stands, and what it makes of it: change, break, drift, repair."""
