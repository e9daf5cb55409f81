"""Which child is this? Explainable record linkage (Fellegi and Sunter 1969): it orders and explains, people decide."""
