"""The ground floor: who signs in, what they may do, what happened, which days are worked, papers, sheets, the page."""
