"""The way of one change from service.yaml to the state, as a picture that a test keeps true."""
