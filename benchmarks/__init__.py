"""What things cost: benchmarks/README.md."""
