"""The vanishing-gradient lab: how much of the loss at step 50 each earlier state still feels."""
