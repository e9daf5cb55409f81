"""The register of recipients: who may be told, by which way, verified when, and whom their roll names."""
