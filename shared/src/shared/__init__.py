"""The kernel: what every service needs and no service owns. It knows no rule about children."""
