"""Tables of questions, wherever they come from: from grids of text to items with spans. Pure: no Django."""
