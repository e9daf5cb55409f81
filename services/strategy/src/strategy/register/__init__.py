"""The register of enquiries: at most one open s47 enquiry a child, whatever discussion it came from."""
