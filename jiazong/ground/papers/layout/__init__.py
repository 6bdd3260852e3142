"""The layout of GB/T 9704-2012: gongwen.typ for PDF, gongwen.docx (made by make_gongwen.py) for Word."""
