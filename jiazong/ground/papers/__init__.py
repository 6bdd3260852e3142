"""Printed papers: one description of a paper, rendered as Word and as PDF in the layout of GB/T 9704-2012.

Whatever a paper shows is passed in; the machine's clock and locale never reach it, so the same paper is the same bytes.
"""
