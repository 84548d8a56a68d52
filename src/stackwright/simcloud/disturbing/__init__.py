"""What is switched on behind Pulumi's back: faults and latencies, kept in the world and honoured by all its users."""
