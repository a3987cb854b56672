"""How good the answers are: judged questions over a frozen copy of the library, so that new content cannot break the code's tests."""
