"""What each release is asked to do: a file for each row of the documented surface, and for what goes with it.

They run in the environment of the release, see :mod:`tests.matrix.playing`. ``backend`` is the world, which is reached
by way of the server or by interception; what needs a service process asks for ``runfake``, and has the server alone.
"""
