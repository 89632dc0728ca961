"""Workbooks (.xlsx, .xls, .ods, .csv): from their bytes to grids of text as people see them. Pure: no Django."""
