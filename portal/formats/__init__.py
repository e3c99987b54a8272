"""How dates are written in a language, where Django would write them otherwise."""
