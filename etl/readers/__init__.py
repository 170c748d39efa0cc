"""File formats → sheets of text cells. Runs in the parser child only (see `etl.parse`).

A reader is a function from a path (and the sheet asked for, if any) to an iterator that gives, for
each sheet, a `Sheet` and then its `Block` of rows. It is imported only when its format comes.
"""
