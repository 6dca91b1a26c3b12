"""Running the application: what those who look after the server need."""
