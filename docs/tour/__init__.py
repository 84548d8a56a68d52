"""The guided tour: `docs/tour.md`, whose commands were run, and whose pictures they drew."""
