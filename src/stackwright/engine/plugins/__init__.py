"""Provider plugins that are Python programs: component packages beside a program, and its dynamic providers."""
