"""What running the teaching code needs: long computations, and files written whole."""
