"""Reviewing in a spreadsheet: plans → rows → .xlsx, and back from filled rows to reviews.

table      what the sheets show, in both languages
workbook   rows ⇄ .xlsx
verdicts   filled rows → reviews, or what is wrong with them
"""
