"""Storms of saves while processes are killed and connections are cut: `python -m tests.chaos`.

Real servers, a real database, candidates who only know HTTP. What was acknowledged is compared with what is stored.
"""
