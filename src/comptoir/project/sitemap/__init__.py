"""What search engines may find, all of it, with its pictures, languages and days of change."""
