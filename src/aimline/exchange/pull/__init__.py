"""Read what a district's own systems offer over the network: OneRoster 1.2 REST and Ed-Fi, and make files of it."""
