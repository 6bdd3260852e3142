"""The interface kit: page frame, components, formats, charts as SVG, preferences and headers.

Invariant: a page made of these parts works without JavaScript, without colour and without another origin.
"""
