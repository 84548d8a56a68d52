"""What forces a replacement. Every rule says where it comes from; no rule means that a change is an update."""
