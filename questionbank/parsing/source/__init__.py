"""From the text of a file to logical lines: repair of damaged copies, boilerplate, run-on lines."""
