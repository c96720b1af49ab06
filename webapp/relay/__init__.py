"""A village relay: takes packets where there is no uplink, and passes them on when there is.

It is intake with other promises: it has no receipt key, so it answers with the receipts of the
server behind it (`upstream`), and until one has come, that it holds the packet. It opens nothing.
"""
