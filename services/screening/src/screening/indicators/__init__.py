"""How the front door does its work, counted (domain brief §4 and §7): what is counted over what, never a target that
drives a guard."""
