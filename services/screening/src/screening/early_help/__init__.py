"""Early help of one child beside social care: its episode, step up (asked and decided), step down (offered, taken up).

One stream a child. An episode may stay open while social care works with the child (S001: the earlier either/or).
"""
