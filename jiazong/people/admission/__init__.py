"""Who is let in: accounts opened and closed, roles asked for by one and granted by another. Invariant: nobody decides her own."""
