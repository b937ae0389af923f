"""Values become tagged PDFs; Typst is spoken only here."""
