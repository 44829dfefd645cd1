"""The window: renders the assistant's events and sends back what was pressed or typed."""
