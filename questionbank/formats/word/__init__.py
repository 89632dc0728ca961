"""Word files (.docx): from their XML to the lines that a reader of the printed page sees. Pure: no Django."""
