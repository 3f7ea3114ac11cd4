"""What can be measured of a trained network and of its record; draws nothing."""
