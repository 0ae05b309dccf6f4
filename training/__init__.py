"""Dataset, training job, evaluation, gate and model registry; here also the checks of the shipped data."""
