"""Time-boxed sight of one restricted file. Invariant: no grant, no row; a grant ends by itself and only ever gets shorter."""
