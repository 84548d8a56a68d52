"""Services and parts written for a person: the first draft is valid, and says what to change."""
