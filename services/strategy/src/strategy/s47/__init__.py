"""The s47 enquiry of one child: started by a discussion, the child seen, an outcome, a conference where one
is owed."""
