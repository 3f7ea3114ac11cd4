"""What training needs beside the network: flags, console, saving, going on; below train.py."""
