"""What may be added to a file that was issued for signing: signatures, time stamps, their evidence. Nothing else."""

from collections.abc import Iterable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import (
    ACROFORM_EXEMPT_STRICT_COMPARISON,
    ROOT_EXEMPT_STRICT_COMPARISON,
)

PERMISSIONS = "/Perms"
# signing programs add resources for their stamps; what draws values anew or switches tags off has no business here
CATALOG_MAY_CHANGE = ROOT_EXEMPT_STRICT_COMPARISON - {"/MarkInfo"} | {PERMISSIONS}
FORM_MAY_CHANGE = ACROFORM_EXEMPT_STRICT_COMPARISON - {"/NeedAppearances"} | {
    "/SigFlags"
}  # set by the first signature


class CertificationRule(WhitelistRule):
    """Lets the first signature be a certification, which names itself in the catalog; nothing else may stand there."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Yield the object that names the certification, if it is one of its own."""
        said = new.root.get(PERMISSIONS)
        if said is None and PERMISSIONS not in old.root:
            return
        if PERMISSIONS in old.root and said == old.root[PERMISSIONS]:
            return
        if PERMISSIONS in old.root or said is None or set(said) != {"/DocMDP"}:
            raise SuspiciousModification("The permissions of the file were changed.")
        place = new.root.raw_get(PERMISSIONS)
        if isinstance(place, generic.IndirectObject):
            yield ReferenceUpdate(place.reference)


# pyHanko's own rules without the one for filling other fields: ours has none, and nobody may add one
ONLY_SIGNATURES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=CATALOG_MAY_CHANGE),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                CertificationRule(),
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                DSSCompareRule(),
                MetadataUpdateRule(),
            )
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],
        ignored_acroform_keys=FORM_MAY_CHANGE,
    ),
)
