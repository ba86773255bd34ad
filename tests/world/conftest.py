"""How hard Hypothesis tries here: no example is judged by how long it took."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "world", settings.default, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("world")
