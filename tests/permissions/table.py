"""The table of addresses: what every reader gets as an answer from each of them."""

import re
from typing import NamedTuple

from tests.permissions.rooms import ROOM_TABLES


class Row(NamedTuple):
    """One address with one object: the answers to C, S, L, N, O, A, X, and the answer to what C sends."""

    name: str
    of: str
    answers: str
    sent: int = 405


TABLE = """
start              -          302 302 302 302 302 302 200   405
account_change_password - 200 200 200 200 200 200 200  200
account_reauthenticate - 200 200 200 200 200 200 200  200
sign_on_again - 302 302 302 302 302 302 302 405
sign_on_again_begin - 302 302 302 302 302 302 302 405
mfa_index - 200 200 200 200 200 200 200 405
mfa_activate_totp - 302 302 302 302 302 302 302 302
mfa_deactivate_totp - 404 404 404 404 404 404 404 404
mfa_add_webauthn - 302 302 302 302 302 302 302 302
mfa_remove_webauthn - 302 302 302 302 302 302 302 302
mfa_view_recovery_codes - 404 404 404 404 404 404 404 405
mfa_generate_recovery_codes - 302 302 302 302 302 302 302 302
mfa_reauthenticate - 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn - 302 302 302 302 302 302 302 302
session_list - 200 200 200 200 200 200 200 302
session_end - 405 405 405 405 405 405 405 302
mail_choices       -          200 200 200 200 200 200 200   302
absence_set        -          302 302 302 302 302 302 302   422
absence_end        -          405 405 405 405 405 405 405   302
reminder_ledger    -          200 403 403 403 403 200 403   405
reminder_list      signed     200 403 403 404 403 200 404   302
calendar_account   -          200 200 200 200 200 200 200   405
calendar_renew     -          405 405 405 405 405 405 405   200
calendar_revoke    -          405 405 405 405 405 405 405   302
agreement_list     -          200 200 200 200 200 200 403   405
search             -          200 200 200 200 200 200 403   405
processing_record  -          403 403 403 403 403 200 403   403
person_search      -          403 403 403 403 403 200 403   403
person_detail      signed     403 403 403 403 403 200 403   403
person_json        signed     403 403 403 403 403 200 403   403
person_csv         signed     403 403 403 403 403 200 403   403
four_eyes_list     -          403 403 403 403 403 200 403   403
four_eyes_ask      -          403 403 403 403 403 200 403   403
four_eyes_detail   -          403 403 403 403 403 200 403   403
four_eyes_decline  -          403 403 403 403 403 405 403   403
four_eyes_withdraw -          403 403 403 403 403 405 403   403
association        -          200 403 403 403 403 200 403   405
agreement_new      -          200 403 403 403 403 403 403   422
agreement_import   -          200 403 403 403 403 403 403   422
record_new         -          200 403 403 403 403 403 403   422
record_known       reported   200 403 403 404 403 403 404   422
record_known       signed     404 403 403 404 403 403 404   404
record_correct     recorded   200 403 403 404 403 403 404   422
record_correct     signed     403 403 403 404 403 403 404   403
recorded_obligations recorded 200 403 403 404 403 403 404   405
recorded_obligations signed   403 403 403 404 403 403 404   403
recorded_obligations_pick recorded 200 403 403 404 403 403 404 422
recorded_obligation_new recorded 200 403 403 404 403 403 404   422
recorded_obligation_edit recorded 200 403 403 404 403 403 404   422
recorded_obligation_preview recorded 405 403 403 404 403 403 404   200
recorded_obligation_remove recorded 405 403 403 404 403 403 404   302
recorded_text      recorded   200 403 403 404 403 403 404   405
recorded_text      signed     403 403 403 404 403 403 404   403
recorded_text_import recorded 200 403 403 404 403 403 404   422
recorded_text_drop recorded   405 403 403 404 403 403 404   302
record_check       recorded   200 403 403 404 403 403 404   422
recorded_clause_edit recorded 200 403 403 404 403 403 404   422
recorded_clause_move recorded 405 403 403 404 403 403 404   302
recorded_clause_remove recorded 405 403 403 404 403 403 404 302
recorded_heading_edit recorded 200 403 403 404 403 403 404   422
original_page      recorded   200 200 200 404 200 200 404   405
original_file      recorded   200 200 200 404 200 200 404   405
record_pdf         recorded   200 200 200 404 200 200 404   405
record_pdf         signed     404 404 404 404 404 404 404   405
agreement_detail   recorded   200 200 200 404 200 200 404   405
agreement_detail   draft      200 404 404 404 404 200 404   405
agreement_detail   reported   200 200 200 404 200 200 404   405
agreement_text     recorded   200 200 200 404 200 200 404   405
agreement_text     draft      302 404 404 404 404 302 404   405
agreement_text     reported   302 302 302 404 302 302 404   405
agreement_documents recorded  200 200 200 404 200 200 404   405
agreement_documents draft     200 404 404 404 404 200 404   405
agreement_documents reported  200 200 200 404 200 200 404   405
agreement_signing  recorded   302 302 302 404 302 302 404   405
agreement_signing  draft      200 404 404 404 404 200 404   405
agreement_signing  reported   404 404 404 404 404 404 404   405
agreement_history  recorded   200 200 200 404 200 200 404   405
agreement_history  draft      200 404 404 404 404 200 404   405
agreement_history  reported   200 200 200 404 200 200 404   405
reading_text       draft      200 404 404 404 404 200 404   405
reading_text       reported   200 200 200 404 200 200 404   405
reading_text       recorded   200 200 200 404 200 200 404   405
reading_text       signed     200 200 200 404 200 200 404   405
reading_text_pdf   signed     200 200 200 404 200 200 404   405
reading_text_pdf   signing    422 422 422 404 404 422 404   405
agreement_bundle   signed     200 403 403 404 403 200 404   405
agreement_bundle   reported   200 403 403 404 403 200 404   405
amendment_new      signed     200 403 403 404 403 403 404   302
amendment_new      signing    403 403 403 404 404 403 404   403
amendment_detail   signed     200 404 404 404 404 200 404   405
amendment_text     signed     200 404 404 404 404 200 404   405
amendment_documents signed    200 404 404 404 404 200 404   405
amendment_signing  signed     200 404 404 404 404 200 404   405
amendment_history  signed     200 404 404 404 404 200 404   405
amendment_effect   signed     200 404 404 404 404 403 404   422
instruction_list   signed     200 404 404 404 404 403 404   302
draft_rebase       signed     302 404 404 404 404 403 404   302
archive_new        signed     200 403 403 404 403 200 404   422
archive_new        reported   200 403 403 404 403 200 404   422
archive_document   signed     200 403 403 404 403 200 404   405
extension_decide   signed     200 403 403 404 403 403 404   422
termination_new    signed     200 403 403 404 403 403 404   422
termination_new    signing    404 404 404 404 404 404 404   404
termination_retract signed    200 403 403 404 403 403 404   422
termination_document signed   200 200 200 404 403 200 404   405
retraction_document signed    200 200 200 404 403 200 404   405
resolution_new     draft      200 404 404 404 404 403 404   422
milestone_new      reported   200 403 403 404 403 403 404   422
milestone_new      signing    200 403 403 404 404 403 404   422
resolution_edit    signed     200 403 403 404 403 403 404   422
resolution_remove  signed     200 403 403 404 403 403 404   422
resolution_document signed    200 200 200 404 200 200 404   405
milestone_edit     draft      200 404 404 404 404 403 404   422
milestone_remove   signed     200 403 403 404 403 403 404   422
draft_edit         draft      200 404 404 404 404 403 404   405
draft_tokens       review     200 403 403 404 404 403 404   405
section_tools      review     200 403 403 404 404 403 404   405
reference_list     review     200 403 403 404 404 403 404   405
reference_link     review     405 403 403 404 404 403 404   302
draft_import       review     200 403 403 404 404 403 404   422
head_edit          review     200 403 403 404 404 403 404   422
party_edit         review     200 403 403 404 404 403 404   422
party_new          review     200 403 403 404 404 403 404   422
party_move         review     405 403 403 404 404 403 404   302
party_remove       review     405 403 403 404 404 403 404   302
section_new        review     200 403 403 404 404 403 404   422
section_new_after  review     200 403 403 404 404 403 404   422
section_new_before review     200 403 403 404 404 403 404   422
section_edit       review     200 403 403 404 404 403 404   422
section_move       review     405 403 403 404 404 403 404   302
section_remove     review     405 403 403 404 404 403 404   302
clause_new         review     200 403 403 404 404 403 404   422
clause_new_after   review     200 403 403 404 404 403 404   422
clause_edit        draft      200 404 404 404 404 403 404   422
clause_edit        review     200 403 403 404 404 403 404   422
clause_edit        signing    403 403 403 404 404 403 404   403
clause_edit        signed     403 403 403 404 403 403 404   403
clause_move        review     405 403 403 404 404 403 404   302
clause_remove      review     405 403 403 404 404 403 404   302
clause_split       review     405 403 403 404 404 403 404   302
clause_join        review     405 403 403 404 404 403 404   302
clause_place       review     405 403 403 404 404 403 404   302
section_place      review     405 403 403 404 404 403 404   302
removal_restore    review     405 403 403 404 404 403 404   302
obligation_new     review     200 403 403 404 404 403 404   422
obligation_suggest review     302 403 403 404 404 403 404   405
obligation_edit    review     200 403 403 404 404 403 404   422
obligation_preview review     405 403 403 404 404 403 404   200
obligation_preview_new review 405 403 403 404 404 403 404   200
obligation_remove  review     405 403 403 404 404 403 404   302
field_edit         review     200 403 403 404 404 403 404   422
signatory_new      review     200 403 403 404 404 403 404   422
signatory_edit     review     200 403 403 404 404 403 404   422
signatory_remove   review     405 403 403 404 404 403 404   302
signatory_document_edit review   200 403 403 404 404 403 404   422
signatory_document_remove review 405 403 403 404 404 403 404   302
take_step          draft      200 404 404 404 404 403 404   302
take_step          signing    403 403 403 404 404 403 404   403
take_step          signed     403 403 403 404 403 403 404   403
discrepancy_list   review     200 403 403 404 404 403 404   422
freezing_state     review     204 403 403 404 404 204 404   405
signature_new      signing    200 403 403 404 404 403 404   422
declining_new      signing    200 403 403 404 404 403 404   422
delegation_new     signing    200 403 403 404 404 403 404   422
clearance_list     -          200 200 200 200 403 403 403   405
clearance_detail   signed     200 200 200 404 403 200 404   405
clearance_new      review     200 403 403 404 404 403 404   422
clearance_add      review     200 403 403 404 404 403 404   422
clearance_close    review     405 403 403 404 404 403 404   302
clearance_text     review     200 200 200 404 404 200 404   405
clearance_pdf      review     200 200 200 404 404 200 404   405
clearance_answer   review     200 200 200 404 404 403 404   422
signing_folder     signing    200 200 200 404 404 200 404   405
signing_folder     draft      404 404 404 404 404 404 404   405
signing_folder     signed     404 404 404 404 404 404 404   405
ceremony_new       signed     200 403 403 404 403 403 404   422
ceremony_edit      signed     200 403 403 404 403 403 404   422
photo_remove       signed     405 403 403 404 403 403 404   422
photo_new          signed     200 403 403 404 403 403 404   422
photo_detail       signed     200 403 403 404 403 403 404   405
consent_give       signed     405 403 403 404 403 403 404   302
consent_withdraw   signed     405 403 403 404 403 403 404   422
photo_person       signed     405 403 403 404 403 403 404   422
photo_file         signing    200 200 200 404 404 200 404   405
signed_files       signing    200 403 403 404 404 200 404   405
signed_file_new    signing    200 403 403 404 404 403 404   422
signed_file        signing    200 403 403 404 404 200 404   405
signed_file_assign signing    405 403 403 404 404 403 404   422
signed_file_download signing  200 200 200 404 404 200 404   405
comparison         draft      200 404 404 404 404 200 404   405
clause_elsewhere   draft      200 404 404 404 404 200 404   405
comparison_pdf     review     200 200 200 404 404 200 404   405
draft_pdf          draft      200 404 404 404 404 200 404   405
draft_pdf          signing    404 404 404 404 404 404 404   405
draft_preview      draft      200 404 404 404 404 200 404   405
draft_preview      signing    404 404 404 404 404 404 404   405
draft_preview_page draft      200 404 404 404 404 200 404   405
draft_preview_page signing    404 404 404 404 404 404 404   405
reading_file       signed     302 302 302 404 302 302 404   405
reading_file       signing    404 404 404 404 404 404 404   405
link_list          signing    200 403 403 404 404 403 404   405
link_address       signing    200 403 403 404 404 403 404   422
link_send          signing    405 403 403 404 404 403 404   302
seal_list          -          200 403 403 403 403 200 403   405
mail_list          -          200 403 403 403 403 200 403   405
mail_retry         -          405 403 403 403 403 405 403   302
seal_retry         signed     405 403 403 404 403 405 404   302
edition_file       signing    200 200 200 404 404 200 404   405
signature_scan     signing    200 200 200 404 404 200 404   405
signature_scan     signed     404 404 404 404 404 404 404   405
signature_correct  signing    200 403 403 404 404 403 404   422
signature_correct  signed     200 403 403 404 403 403 404   422
delegation_document signing   200 200 200 404 404 200 404   405
signatory_document review     200 200 200 404 404 200 404   405
signatory_document signed     404 404 404 404 404 404 404   405
version_list       signed     200 403 403 404 403 200 404   422
version_detail     signed     200 403 403 404 403 200 404   405
version_pdf        signing    200 403 403 404 404 200 404   405
version_restore    review     405 403 403 404 404 403 404   302
thread_list        signed     200 200 200 404 403 200 404   405
thread_new         draft      200 404 404 404 404 403 404   422
thread_new_duty    review     200 200 200 404 404 403 404   422
thread_detail      draft      200 404 404 404 404 200 404   405
thread_detail      signed     200 200 200 404 404 200 404   405
thread_answer      review     200 200 200 404 404 403 404   422
thread_resolve     review     405 405 405 404 404 403 404   302
thread_resolve     signed     403 403 403 404 404 403 404   403
thread_reopen      review     405 405 405 404 404 403 404   302
suggestion_new     review     403 200 200 404 404 403 404   403
suggestion_accept  review     405 403 403 404 404 403 404   302
suggestion_decline review     200 403 403 404 404 403 404   422
suggestion_decline signed     403 403 403 404 404 403 404   403
presence_report    draft      405 404 404 404 404 403 404   400
presence_leave     review     405 403 403 404 404 403 404   400
pending_comments   -          200 200 200 200 403 200 403   405
template_list      -          200 403 403 403 403 200 403   405
template_detail    template   200 403 403 403 403 200 403   405
template_pdf       template   200 403 403 403 403 200 403   405
template_open      template   405 403 403 403 403 403 403   302
model_detail       model      200 404 404 404 404 200 404   405
model_detail       draft      404 404 404 404 404 404 404   404
clause_rules       model      200 404 404 404 404 403 404   302
clause_rules       review     404 404 404 404 404 404 404   404
placeholder_new    model      200 404 404 404 404 403 404   422
placeholder_edit   model      200 404 404 404 404 403 404   422
placeholder_remove model      405 404 404 404 404 403 404   302
model_publish      model      200 404 404 404 404 403 404   422
model_publish      signed     404 404 404 404 404 404 404   404
block_list         draft      200 404 404 404 404 403 404   405
block_include         review     405 403 403 404 404 403 404   302
block_exclude        review     405 403 403 404 404 403 404   302
block_choose       review     405 403 403 404 404 403 404   302
deviation_new      review     200 403 403 404 404 403 404   422
deviation_withdraw review     405 403 403 404 404 403 404   302
model_update        review     302 403 403 404 404 403 404   405
model_update_apply         review     405 403 403 404 404 403 404   302
model_update_decline      review     405 403 403 404 404 403 404   302
model_update_apply_all     review     405 403 403 404 404 403 404   302
model_update_switch       review     405 403 403 404 404 403 404   302
model_update_merge        review     302 403 403 404 404 403 404   422
hand_over          -          200 403 403 403 403 200 403   422
overview           -          200 200 200 200 200 200 403   405
work               -          200 403 403 403 200 403 403   405
obligation_list    -          200 200 200 200 200 200 403   405
obligation_detail  signed     200 200 200 404 200 200 404   405
obligation_detail  signing    404 404 404 404 404 404 404   404
obligation_report  signed     200 200 200 404 403 403 404   422
occasion_new       signed     200 200 200 404 403 403 404   422
report_several     -          405 405 405 405 403 403 403   422
report_answer      signed     200 200 200 404 403 403 404   422
evidence_new       signed     200 200 200 404 403 403 404   422
evidence_detail    signed     200 200 200 404 200 200 404   405
evidence_renew     signed     200 200 200 404 403 403 404   422
evidence_file      signed     200 200 200 404 200 200 404   405
evidence_page      signed     200 200 200 404 200 200 404   405
release_list       -          200 200 200 200 200 200 403   405
release_detail     signed     200 200 200 404 200 200 404   405
release_detail     signing    404 404 404 404 404 404 404   404
release_report     signed     403 200 200 404 403 403 404   403
release_report     signing    404 404 404 404 404 404 404   404
release_answer     signed     200 403 403 404 403 403 404   422
brief              signed     200 200 200 404 403 403 404   405
brief              signing    404 404 404 404 404 403 404   405
brief              reported   404 404 404 404 403 403 404   405
table_list         -          200 200 200 200 403 403 403   405
table_detail       -          200 403 403 403 403 403 403   422
table_download     -          200 403 403 403 403 403 403   405
list_download      -          200 200 200 200 200 200 403   405
table_import       -          200 404 404 404 403 403 403   302
table_import_state -          204 404 404 404 403 403 403   405
whats_due          -          403 200 200 200 403 403 403   403
district_list      -          200 200 200 200 200 200 403   405
district_search    -          200 200 200 200 200 200 403   405
district_detail    -          200 200 200 404 200 200 404   405
"""
ROWS = [
    Row(name, of, answers, int(sent))
    for name, of, answers, sent in (
        (words[0], words[1], " ".join(words[2:-1]), words[-1])
        for words in map(str.split, (TABLE + ROOM_TABLES).strip().splitlines())
    )
]

# Which action of the annex each address is: from that follows what it answers in every other status.
ACTIONS = """
agreement.view      agreement_list search agreement_detail amendment_detail reading_text resolution_document overview
                    agreement_text agreement_documents agreement_signing agreement_history
                    amendment_text amendment_documents amendment_signing amendment_history
                    obligation_list release_list list_download
association.view    association
privacy.record      processing_record
person.view         person_search person_detail person_json person_csv
four_eyes.ask       four_eyes_ask
four_eyes.decide    four_eyes_list four_eyes_detail four_eyes_decline four_eyes_withdraw
people.view         people_list people_detail
people.look_after   people_new people_edit people_access people_absence people_back role_new role_end people_leave
                    departure_withdraw role_review
reminder.view       reminder_ledger reminder_list
agreement.create    agreement_new agreement_import
agreement.record    record_new record_known record_correct recorded_obligations recorded_obligation_new
                    recorded_obligations_pick recorded_obligation_edit recorded_obligation_preview recorded_obligation_remove recorded_text
                    recorded_text_import recorded_text_drop recorded_clause_edit recorded_clause_move recorded_clause_remove
                    recorded_heading_edit record_check
bundle.download     agreement_bundle
archive.record      archive_new archive_document
amendment.begin     amendment_new
extension.decide    extension_decide
termination.record  termination_new termination_retract
termination.read    termination_document retraction_document
record.edit         resolution_new milestone_new resolution_edit resolution_remove milestone_edit milestone_remove
                    ceremony_new ceremony_edit photo_remove photo_new photo_detail consent_give consent_withdraw
                    photo_person
draft.edit          draft_edit draft_tokens section_tools amendment_effect instruction_list draft_rebase draft_import reference_list reference_link obligation_preview obligation_preview_new head_edit party_edit
                    party_new party_move party_remove
                    section_new section_new_after section_new_before section_edit section_move
                    section_remove clause_new clause_new_after clause_edit clause_move clause_remove clause_split
                    clause_join clause_place section_place removal_restore obligation_new obligation_suggest obligation_edit
                    obligation_remove field_edit signatory_new signatory_edit signatory_remove signatory_document_edit
                    signatory_document_remove version_restore presence_report presence_leave block_list
                    block_include block_exclude block_choose deviation_new deviation_withdraw model_update
                    model_update_apply model_update_decline model_update_apply_all model_update_switch
                    model_update_merge
instrument.view     take_step photo_file comparison clause_elsewhere obligation_detail evidence_detail release_detail
step.freeze         discrepancy_list
history.draft       freezing_state signed_files signed_file version_list version_detail version_pdf
signature.correct   signature_correct
signature.record    signature_new declining_new delegation_new signed_file_new signed_file_assign
clearance.answer    clearance_list clearance_answer
clearance.view      clearance_detail clearance_text clearance_pdf
clearance.open      clearance_new clearance_add clearance_close
document.download   reading_text_pdf signing_folder signed_file_download comparison_pdf draft_pdf draft_preview
                    draft_preview_page reading_file edition_file signature_scan original_file original_page record_pdf delegation_document signatory_document evidence_file
                    evidence_page
link.send           link_list link_address link_send
seal.view           seal_list
mail.view           mail_list mail_retry
seal.retry          seal_retry
comment.read        thread_list thread_detail pending_comments
comment.write       thread_new thread_new_duty thread_answer thread_resolve thread_reopen
suggestion.make     suggestion_new
suggestion.decide   suggestion_accept suggestion_decline
template.view       template_list template_detail template_pdf model_detail
template.open       template_open
template.edit       clause_rules placeholder_new placeholder_edit placeholder_remove
template.publish    model_publish
agreement.hand_over hand_over
obligation.report   obligation_report occasion_new report_several evidence_new evidence_renew
obligation.confirm  report_answer
release.report      release_report
release.confirm     release_answer
brief.print         brief
start.district      whats_due
start.city          work
table.exchange      table_list table_detail table_download table_import table_import_state
district.view       district_list district_search district_detail
"""
ACTION_OF = {
    name: action
    for action, *names in map(str.split, re.sub(r"\n +", " ", ACTIONS).strip().splitlines())
    for name in names
}
