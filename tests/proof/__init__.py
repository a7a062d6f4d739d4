"""Long proofs of what the store promises, run by hand: `python -m tests.proof` lists and runs them."""
