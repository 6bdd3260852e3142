"""What is kept is made anew: pictures drawn again, PDFs without anything that runs, office files without macros."""
