"""What a segment says of people, without a database."""
