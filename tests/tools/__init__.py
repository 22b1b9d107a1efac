"""Commands for those who keep the program: translations and reference values."""
