"""The forward-pass lab: two untrained networks complete `I work , you work , he ___`."""
