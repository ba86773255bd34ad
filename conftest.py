"""What the whole test suite shares: pytest's own fixture for testing plugins."""

pytest_plugins = ["pytester"]
