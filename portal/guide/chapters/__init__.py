"""The guide's own texts: chapters, cards, print and PDF, figures, reading ease."""
