"""An invoice as machines and people read it: the XML of Factur-X, its check, the PDF, its words."""
