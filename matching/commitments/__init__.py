"""How firmly one side of an introduction has committed itself to the other."""
