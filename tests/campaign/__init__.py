"""The fault campaign: the system as processes, a workload, a nemesis, and a checker that knows only promises."""
