"""How a row of a product file is understood: pure decisions, no database, no clock."""
