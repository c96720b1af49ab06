"""What is sealed and signed: age files, packets and receipts.

Nothing here knows of HTTP or of the database, so that the command line opens a packet on a machine
that never saw the server.
"""
