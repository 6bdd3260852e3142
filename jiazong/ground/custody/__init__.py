"""Who keeps the keys of sealed data, and who looks at it. Invariant: nobody reads a covered value without leaving a line."""
