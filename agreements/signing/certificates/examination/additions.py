"""Policy for incremental updates of an issued file: only signatures, time stamps and their evidence."""

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
# signing programs add resources for their stamps; redrawing values or switching tags off is not allowed
CATALOG_MAY_CHANGE = ROOT_EXEMPT_STRICT_COMPARISON - {"/MarkInfo"} | {PERMISSIONS}
FORM_MAY_CHANGE = ACROFORM_EXEMPT_STRICT_COMPARISON - {"/NeedAppearances"} | {
    "/SigFlags"
}  # set by the first signature


class CertificationRule(WhitelistRule):
    """Allow the first signature to be a certification, which adds /Perms to the catalog with only /DocMDP."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Yield the indirect object of /Perms. Raises SuspiciousModification for any other change."""
        permissions = new.root.get(PERMISSIONS)
        if permissions is None and PERMISSIONS not in old.root:
            return
        if PERMISSIONS in old.root and permissions == old.root[PERMISSIONS]:
            return
        if PERMISSIONS in old.root or permissions is None or set(permissions) != {"/DocMDP"}:
            raise SuspiciousModification("The permissions of the file were changed.")
        place = new.root.raw_get(PERMISSIONS)
        if isinstance(place, generic.IndirectObject):
            yield ReferenceUpdate(place.reference)


# pyHanko's rules without the one for filling other fields: the issued file has none, and none may be added
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
