"""Half a year of customers and orders in the demo shop, played by the rooms' public verbs (decision 0027)."""
