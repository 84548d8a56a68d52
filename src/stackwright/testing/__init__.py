"""What authors of blueprints and policies import in their tests."""
