"""The annex: who may do which action in which status, and which addresses are open to strangers."""

# C coordinator · S staff and L lead of the district · N staff of another district · O observer · A admin ·
# X an account without a role. A letter in the cell means: may. The door asks about seeing before, see SEES.
WHO = {
    "C": "coordinator",
    "S": "staff",
    "L": "lead",
    "N": "neighbour",
    "O": "observer",
    "A": "admin",
    "X": "nobody",
}
SEES = "CA CSLA CSLA CSLOA CA"
MAY = """
                     draft  review  signing  signed  withdrawn
agreement.view       CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
contact.view         CSLA   CSLA    CSLA     CSLA    CSLA
agreement.create     C      C       C        C       C
agreement.record     -      -       -        -       -
association.view     CA     CA      CA       CA      CA
agreement.hand_over  CA     CA      CA       CA      CA
instrument.view      CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
amendment.begin      -      -       -        C       -
draft.edit           C      C       -        -       -
template.view        CA     CA      CA       CA      CA
template.open        C      C       C        C       C
template.edit        -      -       -        -       -
template.publish     -      -       -        -       -
comment.read         CSLA   CSLA    CSLA     CSLA    CSLA
comment.write        CSL    CSL     -        -       -
suggestion.make      -      SL      -        -       -
suggestion.decide    C      C       -        -       -
clearance.view       CSLA   CSLA    CSLA     CSLA    CSLA
clearance.open       -      C       -        -       -
clearance.answer     -      CSL     -        -       -
signature.record     -      -       C        -       -
signature.correct    -      -       C        C       -
link.send            -      -       C        -       -
seal.view            CA     CA      CA       CA      CA
seal.retry           -      -       -        CA      -
mail.view            CA     CA      CA       CA      CA
reminder.view        CA     CA      CA       CA      CA
reminder.set         C      C       C        C       C
document.download    CSLOA  CSLOA   CSLOA    CSLOA   CSLOA
bundle.download      CA     CA      CA       CA      CA
archive.record       CA     CA      CA       CA      CA
extension.decide     -      -       -        C       -
extension.read       CA     CA      CA       CA      CA
termination.record   -      -       -        C       -
termination.read     CSLA   CSLA    CSLA     CSLA    CSLA
record.edit          C      C       C        C       C
history.draft        CA     CA      CA       CA      CA
obligation.report    -      -       -        CSL     -
obligation.confirm   -      -       -        CSL     -
release.report       -      -       -        SL      -
release.confirm      -      -       -        C       -
privacy.record       A      A       A        A       A
person.view          A      A       A        A       A
four_eyes.ask        A      A       A        A       A
four_eyes.decide     A      A       A        A       A
people.view          CLA     CLA      CLA      CLA      CLA
people.look_after    LA      LA       LA       LA       LA
brief.print          CSL    CSL    CSL      CSL     CSL
table.exchange       CSL     CSL     CSL      CSL     CSL
start.district       SL     SL      SL       SL      SL
start.city           CO     CO      CO       CO      CO
step.open_review     C      -       -        -       -
step.back_to_draft   -      C       -        -       -
step.freeze          C      C       -        -       -
step.unfreeze        -      -       C        -       -
step.withdraw        C      C       C        -       -
step.record          -      -       -        -       -
step.reopen_record   -      -       -        -       -
step.withdraw_record -      -       -        -       -
"""
HEAD, *LINES = [line.split() for line in MAY.strip().splitlines()]
ANNEX = {action: dict(zip(HEAD, cells, strict=True)) for action, *cells in LINES}
OPEN = frozenset(
    {
        *("mfa_authenticate", "mfa_login_webauthn"),
        *("sign_on_begin", "sign_on_callback", "sign_on_invitation"),
        *("account_login", "account_logout", "account_reset_password", "account_reset_password_done"),
        *(
            "account_reset_password_from_key",
            "invitation",
            "alive",
            "ready",
            "metrics",
            "favicon",
            "imprint",
            "privacy",
            "accessibility",
        ),
        *("verify", "verify_code", "verify_file"),
        *("calendar_feed", "mail_unsubscribe"),
        *(
            "link_recover",
            "link_start",
            "link_code",
            "link_read",
            "link_file",
            "link_file_new",
            "link_decline",
        ),
        *("link_confirm", "link_closed", "link_leave"),
    }
)
