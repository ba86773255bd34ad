"""Clients that come with the kit, as programs: they run where the client is, and need nothing of runfake there."""
