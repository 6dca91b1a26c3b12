"""The table of addresses: what every reader gets as an answer from each of them."""

from typing import NamedTuple


class Row(NamedTuple):
    """One address with one object: the answers to C, S, L, N, O, A, X, and the answer to what C sends."""

    name: str
    of: str
    answers: str
    sent: int = 405


TABLE = """
start              -          302 302 302 302 302 302 302   405
own_password       -          200 200 200 200 200 200 200   200
agreement_list     -          200 200 200 200 200 200 403   405
agreement_new      -          200 403 403 403 403 403 403   422
agreement_detail   draft      200 404 404 404 404 200 404   405
agreement_detail   review     200 200 200 404 404 200 404   405
agreement_detail   signing    200 200 200 404 404 200 404   405
agreement_detail   signed     200 200 200 404 200 200 404   405
agreement_detail   withdrawn  200 404 404 404 404 200 404   405
agreement_detail   reported   200 200 200 404 200 200 404   405
agreement_bundle   draft      200 404 404 404 404 200 404   405
agreement_bundle   signed     200 403 403 404 403 200 404   405
agreement_bundle   reported   200 403 403 404 403 200 404   405
archive_new        signed     200 403 403 404 403 200 404   422
archive_new        draft      200 404 404 404 404 200 404   422
archive_new        reported   200 403 403 404 403 200 404   422
archive_document   signed     200 403 403 404 403 200 404   405
resolution_new     draft      200 404 404 404 404 403 404   422
resolution_new     signed     200 403 403 404 403 403 404   422
milestone_new      reported   200 403 403 404 403 403 404   422
milestone_new      signing    200 403 403 404 404 403 404   422
draft_edit         draft      200 404 404 404 404 403 404   405
draft_edit         review     200 403 403 404 404 403 404   405
draft_edit         signing    403 403 403 404 404 403 404   403
draft_edit         signed     403 403 403 404 403 403 404   403
draft_edit         withdrawn  403 404 404 404 404 403 404   403
head_edit          review     200 403 403 404 404 403 404   422
head_edit          signed     403 403 403 404 403 403 404   403
party_edit         review     200 403 403 404 404 403 404   422
party_edit         signing    403 403 403 404 404 403 404   403
section_new        review     200 403 403 404 404 403 404   422
section_new        signing    403 403 403 404 404 403 404   403
section_new_after  review     200 403 403 404 404 403 404   422
section_new_after  signed     403 403 403 404 403 403 404   403
section_edit       review     200 403 403 404 404 403 404   422
section_edit       signing    403 403 403 404 404 403 404   403
section_move       review     405 403 403 404 404 403 404   302
section_move       signing    403 403 403 404 404 403 404   403
section_remove     review     405 403 403 404 404 403 404   302
section_remove     signed     403 403 403 404 403 403 404   403
clause_new         review     200 403 403 404 404 403 404   422
clause_new         signing    403 403 403 404 404 403 404   403
clause_new_after   review     200 403 403 404 404 403 404   422
clause_new_after   signed     403 403 403 404 403 403 404   403
clause_edit        draft      200 404 404 404 404 403 404   422
clause_edit        review     200 403 403 404 404 403 404   422
clause_edit        signing    403 403 403 404 404 403 404   403
clause_edit        signed     403 403 403 404 403 403 404   403
clause_move        review     405 403 403 404 404 403 404   302
clause_move        signed     403 403 403 404 403 403 404   403
clause_remove      review     405 403 403 404 404 403 404   302
clause_split       review     405 403 403 404 404 403 404   302
clause_split       signed     403 403 403 404 403 403 404   403
clause_join        review     405 403 403 404 404 403 404   302
clause_join        signing    403 403 403 404 404 403 404   403
clause_place       review     405 403 403 404 404 403 404   302
clause_place       signed     403 403 403 404 403 403 404   403
section_place      review     405 403 403 404 404 403 404   302
section_place      signing    403 403 403 404 404 403 404   403
removal_restore    review     405 403 403 404 404 403 404   302
removal_restore    signed     403 403 403 404 403 403 404   403
clause_remove      signing    403 403 403 404 404 403 404   403
obligation_new     review     200 403 403 404 404 403 404   422
obligation_new     signed     403 403 403 404 403 403 404   403
obligation_edit    review     200 403 403 404 404 403 404   422
obligation_edit    signing    403 403 403 404 404 403 404   403
obligation_remove  review     405 403 403 404 404 403 404   302
obligation_remove  signed     403 403 403 404 403 403 404   403
signatory_new      review     200 403 403 404 404 403 404   422
signatory_new      signing    403 403 403 404 404 403 404   403
signatory_edit     review     200 403 403 404 404 403 404   422
signatory_edit     signed     403 403 403 404 403 403 404   403
signatory_remove   review     405 403 403 404 404 403 404   302
signatory_remove   signing    403 403 403 404 404 403 404   403
take_step          draft      200 404 404 404 404 403 404   302
take_step          signing    403 403 403 404 404 403 404   403
take_step          signed     403 403 403 404 403 403 404   403
signature_new      review     403 403 403 404 404 403 404   403
signature_new      signing    200 403 403 404 404 403 404   422
signature_new      signed     403 403 403 404 403 403 404   403
declining_new      review     403 403 403 404 404 403 404   403
declining_new      signing    200 403 403 404 404 403 404   422
declining_new      signed     403 403 403 404 403 403 404   403
delegation_new     review     403 403 403 404 404 403 404   403
delegation_new     signing    200 403 403 404 404 403 404   422
delegation_new     signed     403 403 403 404 403 403 404   403
clearance_list     -          200 200 200 200 403 403 403   405
clearance_detail   draft      200 404 404 404 404 200 404   405
clearance_detail   review     200 200 200 404 404 200 404   405
clearance_detail   signed     200 200 200 404 403 200 404   405
clearance_new      draft      403 404 404 404 404 403 404   403
clearance_new      review     200 403 403 404 404 403 404   422
clearance_new      signing    403 403 403 404 404 403 404   403
clearance_add      review     200 403 403 404 404 403 404   422
clearance_close    review     405 403 403 404 404 403 404   302
clearance_text     review     200 200 200 404 404 200 404   405
clearance_pdf      review     200 200 200 404 404 200 404   405
clearance_answer   review     200 200 200 404 404 403 404   422
signing_folder     signing    200 200 200 404 404 200 404   405
signing_folder     draft      404 404 404 404 404 404 404   405
signing_folder     signed     404 404 404 404 404 404 404   405
photo_new          signed     200 403 403 404 403 403 404   422
photo_new          draft      200 404 404 404 404 403 404   422
photo_detail       signed     200 403 403 404 403 403 404   405
consent_give       signed     405 403 403 404 403 403 404   302
consent_withdraw   signed     405 403 403 404 403 403 404   422
photo_person       signed     405 403 403 404 403 403 404   422
photo_file         signing    200 200 200 404 404 200 404   405
photo_file         signed     200 200 200 404 200 200 404   405
signed_files       signing    200 403 403 404 404 200 404   405
signed_files       signed     200 403 403 404 403 200 404   405
signed_file_new    signing    200 403 403 404 404 403 404   422
signed_file_new    signed     403 403 403 404 403 403 404   403
signed_file        signing    200 403 403 404 404 200 404   405
signed_file        signed     200 403 403 404 403 200 404   405
signed_file_assign signing    405 403 403 404 404 403 404   422
signed_file_assign signed     403 403 403 404 403 403 404   403
signed_file_download signing  200 200 200 404 404 200 404   405
signed_file_download signed   200 200 200 404 200 200 404   405
comparison         draft      200 404 404 404 404 200 404   405
comparison         signed     200 200 200 404 200 200 404   405
comparison_pdf     review     200 200 200 404 404 200 404   405
draft_pdf          draft      200 404 404 404 404 200 404   405
draft_pdf          signing    404 404 404 404 404 404 404   405
draft_preview      draft      200 404 404 404 404 200 404   405
draft_preview      review     200 200 200 404 404 200 404   405
draft_preview      signing    404 404 404 404 404 404 404   405
draft_preview_page draft      200 404 404 404 404 200 404   405
draft_preview_page signing    404 404 404 404 404 404 404   405
reading_file       signed     302 302 302 404 302 302 404   405
reading_file       signing    404 404 404 404 404 404 404   405
seal_list          -          200 403 403 403 403 200 403   405
mail_list          -          200 403 403 403 403 200 403   405
mail_retry         -          405 403 403 403 403 405 403   302
seal_retry         signing    403 403 403 404 404 403 404   403
seal_retry         signed     405 403 403 404 403 405 404   302
edition_file       signing    200 200 200 404 404 200 404   405
edition_file       signed     200 200 200 404 200 200 404   405
signature_scan     signing    200 200 200 404 404 200 404   405
signature_scan     signed     404 404 404 404 404 404 404   405
delegation_document signing   200 200 200 404 404 200 404   405
version_list       draft      200 404 404 404 404 200 404   422
version_list       signed     200 403 403 404 403 200 404   422
version_detail     signed     200 403 403 404 403 200 404   405
version_pdf        signing    200 403 403 404 404 200 404   405
version_restore    review     405 403 403 404 404 403 404   302
version_restore    signed     403 403 403 404 403 403 404   403
thread_list        draft      200 404 404 404 404 200 404   405
thread_list        review     200 200 200 404 404 200 404   405
thread_list        signed     200 200 200 404 403 200 404   405
thread_list        withdrawn  200 404 404 404 404 200 404   405
thread_new         draft      200 404 404 404 404 403 404   422
thread_new         review     200 200 200 404 404 403 404   422
thread_new         signing    403 403 403 404 404 403 404   403
thread_new_duty    review     200 200 200 404 404 403 404   422
thread_new_duty    signed     403 403 403 404 403 403 404   403
thread_detail      draft      200 404 404 404 404 200 404   405
thread_detail      review     200 200 200 404 404 200 404   405
thread_detail      signed     200 200 200 404 404 200 404   405
thread_answer      review     200 200 200 404 404 403 404   422
thread_answer      signing    403 403 403 404 404 403 404   403
thread_resolve     review     405 405 405 404 404 403 404   302
thread_resolve     signed     403 403 403 404 404 403 404   403
thread_reopen      review     405 405 405 404 404 403 404   302
thread_reopen      signing    403 403 403 404 404 403 404   403
suggestion_new     draft      403 404 404 404 404 403 404   403
suggestion_new     review     403 200 200 404 404 403 404   403
suggestion_new     signing    403 403 403 404 404 403 404   403
suggestion_accept  review     405 403 403 404 404 403 404   302
suggestion_accept  signing    403 403 403 404 404 403 404   403
suggestion_decline review     200 403 403 404 404 403 404   422
suggestion_decline signed     403 403 403 404 404 403 404   403
presence_report    draft      405 404 404 404 404 403 404   400
presence_report    review     405 403 403 404 404 403 404   400
presence_report    signing    403 403 403 404 404 403 404   403
presence_leave     review     405 403 403 404 404 403 404   400
presence_leave     signed     403 403 403 404 403 403 404   403
asked_of_you       -          200 200 200 200 403 200 403   405
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
block_list         signing    403 403 403 404 404 403 404   403
block_take         review     405 403 403 404 404 403 404   302
block_leave        review     405 403 403 404 404 403 404   302
block_choose       review     405 403 403 404 404 403 404   302
block_leave        signed     403 403 403 404 403 403 404   403
deviation_new      review     200 403 403 404 404 403 404   422
deviation_new      signing    403 403 403 404 404 403 404   403
deviation_withdraw review     405 403 403 404 404 403 404   302
deviation_withdraw signed     403 403 403 404 403 403 404   403
newer_model        review     302 403 403 404 404 403 404   405
newer_model        signed     403 403 403 404 403 403 404   403
newer_take         review     405 403 403 404 404 403 404   302
newer_decline      review     405 403 403 404 404 403 404   302
newer_take_all     review     405 403 403 404 404 403 404   302
newer_switch       review     405 403 403 404 404 403 404   302
newer_switch       signing    403 403 403 404 404 403 404   403
newer_merge        review     302 403 403 404 404 403 404   422
obligation_list    -          200 200 200 200 200 200 403   405
obligation_detail  signed     200 200 200 404 200 200 404   405
obligation_detail  signing    404 404 404 404 404 404 404   404
obligation_report  signed     200 200 200 404 403 403 404   422
district_list      -          200 200 200 200 200 200 403   405
district_detail    -          200 200 200 404 200 200 404   405
"""
ROWS = [
    Row(name, of, answers, int(sent))
    for name, of, answers, sent in (
        (words[0], words[1], " ".join(words[2:-1]), words[-1])
        for words in map(str.split, TABLE.strip().splitlines())
    )
]
