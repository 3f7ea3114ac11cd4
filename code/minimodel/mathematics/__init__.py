"""What every network shares and none owns: squashing functions, losses, matrices, optimizers."""
