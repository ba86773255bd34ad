"""The fixture service: the control plane by which test suites of W&B clients make users, organizations and teams."""
