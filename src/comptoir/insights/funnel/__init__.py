"""How far people come on the way to an order, in order and in time; where they leave, and why."""
