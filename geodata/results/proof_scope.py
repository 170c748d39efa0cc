"""How much of the proof a viewer sees."""

from dataclasses import replace

from geodata.areas import AreaTree
from geodata.catalogue.model import Catalogue
from geodata.results.monthlist_scope import types_of
from geodata.results.proof import Proof
from geodata.viewer import Viewer


def proof_seen_by(proof: Proof, viewer: Viewer, catalogue: Catalogue, areas: AreaTree) -> Proof:
    """Leave only what a viewer may see: kinds of the own projects, treatments of the own areas.

    How well a kind is foreseen is said of the whole sub-district, to everybody who sees the kind.
    """
    if viewer.projects is not None:
        own = types_of(catalogue, viewer.projects)
        proof = replace(
            proof,
            tested=tuple(one for one in proof.tested if one.kind in own),
            treated=tuple(one for one in proof.treated if one.kind in own),
        )
    if viewer.areas is not None:
        seen = areas.codes_below(viewer.areas)
        proof = replace(proof, treated=tuple(t for t in proof.treated if t.area in seen))
    return proof
