"""The format guide: how a document is written so that everything in it is read. The page, `docs/format-guide*.md` and
the templates to download are all made from what stands here, and every example is read by the real parser."""
