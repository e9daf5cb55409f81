"""What the contracts say, written out: schemas, golden examples, a page for people and an AsyncAPI document.

Everything is made from the contracts themselves and is byte for byte the same each time, so that a test can tell
whether what is committed is still true.
"""
