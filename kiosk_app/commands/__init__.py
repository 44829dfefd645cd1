"""What each command does, a file for what they are about; `kiosk_app.cli` shows it."""
