from expectations.models.expectation import Evidence, Expectation, ExpectationSet

__all__ = ["Evidence", "Expectation", "ExpectationSet"]
