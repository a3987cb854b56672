"""What a reader takes away: case studies in the forms that other programs read.

spreadsheet                     CSV
"""

from portal.exports.spreadsheet import COLUMNS, MOST_ROWS, spreadsheet

__all__ = ["COLUMNS", "MOST_ROWS", "spreadsheet"]
