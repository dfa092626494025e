"""What buyers will probably do: models of ours in numpy, each with its paper, each shown with how well it foresaw."""
