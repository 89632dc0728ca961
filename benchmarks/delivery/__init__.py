"""What taking a test costs: `python -m benchmarks.delivery`. See benchmarks/README.md."""
