"""Floor 3: how a request arrives."""
