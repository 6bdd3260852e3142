"""The workers of a centre, their posts and certificates. Invariant: a worker holds at most one post on a day."""
