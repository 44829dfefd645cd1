"""What tills have done here, as they say it themselves."""
