"""The contract kit: tells any client of ``Run`` what it gets wrong.

``check`` judges a client by the clauses of the catalogue; ``replay`` plays one example again. On the command line
the same is ``runfake contract``, and under pytest ``pytest --pyargs runfake.contract --runfake-client=...``.
"""

from runfake.contract.checking import check, replay

__all__ = ["check", "replay"]
