"""What invoicing decides, without database, clock or IO."""
