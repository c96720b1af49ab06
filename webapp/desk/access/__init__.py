"""How a moderator gets in and stays in: passphrase, second factors, sessions, recovery sheets."""
