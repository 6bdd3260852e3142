"""Files kept with a record: photos, scans, documents. What is kept is made anew from what came, sealed, and read by grant."""
