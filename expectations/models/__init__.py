from expectations.models.expectation import Evidence, Expectation, ExpectationSet
from expectations.models.verdict import ExpectationVerdict

__all__ = ["Evidence", "Expectation", "ExpectationSet", "ExpectationVerdict"]
