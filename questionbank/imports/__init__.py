"""Imports: documents on their way into the bank, from the upload to the undo. Models: questionbank/import_models.py."""
