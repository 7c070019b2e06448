"""What menus 10 to 13 offer: balancing and deposits, mail and files, returned items and refunds, petty cash."""

from __future__ import annotations

from data import pettycash, rights
from data.permissions import AUDITOR, COUNTER, CSR2, FINANCE, STAFF, SUPERVISOR, Permission
from screens.programs import Program

CLOSEOUT = Permission("closeout", "the day is closed by supervisors and finance.", frozenset({SUPERVISOR, FINANCE}))
CLOSEOUT_SEE = Permission("closeout.see", "closed dates are read by supervisors, finance and the auditor.",
                          frozenset({SUPERVISOR, FINANCE, AUDITOR}))  # fmt: skip
DEPOSIT = Permission("deposit", "deposits are made by a CSR II, supervisors and finance.",
                     frozenset({CSR2, SUPERVISOR, FINANCE}))  # fmt: skip
DEPOSIT_SEE = Permission("deposit.see", "deposits are read by those who make them and the auditor.",
                         frozenset({CSR2, SUPERVISOR, FINANCE, AUDITOR}))  # fmt: skip
BANK = Permission("deposit.bank", "the bank's files are read by supervisors and finance.",
                  frozenset({SUPERVISOR, FINANCE}))  # fmt: skip
TAPE = Permission("tape", "the adding machine is for the city's staff.", STAFF)
BALANCING = Permission("balancing.see", "why a drawer is off is for the counter, finance and the auditor.", STAFF)
TRY_SCAN = Permission("scan.try", "scans are tried by those who work at the counter.", STAFF)
RETURNED = Permission("returned", "returned items are for the counter and finance.", COUNTER | {FINANCE})
RETURNED_SEE = Permission("returned.see", "registers of returned items are read by staff.", STAFF)
REFUNDS = Permission("refunds", "refunds are for the counter and finance.", COUNTER | {FINANCE})
REFUNDS_SEE = Permission("refunds.see", "credit reports are read by staff.", STAFF)

PROGRAMS = (
    Program("VERIFY", "10.1", "Verify closed drawers", "closeout.verify_drawers", CLOSEOUT),
    Program("DEPOSIT", "10.2", "Prepare a deposit", "deposits.prepare", DEPOSIT),
    Program("DEPOSITS", "10.3", "Deposits: verify, send, confirm", "deposits.work_deposits", DEPOSIT_SEE),
    Program("BANKFILE", "10.4", "Confirm deposits from the bank's file", "deposits.bank_file", BANK),
    Program("DAYEND", "10.5", "Close the business date", "closeout.close_day", CLOSEOUT),
    Program("GLEXPORT", "10.6", "Export to the general ledger", "closeout.export", CLOSEOUT),
    Program("SURPRISE", "10.7", "Surprise count of a drawer", "closeout.surprise", CLOSEOUT),
    Program("ORDER", "10.8", "Currency and coin order", "closeout.cash_order", CLOSEOUT),
    Program("DAYS", "10.9", "Closed business dates", "closeout.closed_dates", CLOSEOUT_SEE),
    Program("EXPORTS", "10.10", "Log of exports", "closeout.exports", CLOSEOUT_SEE),
    Program("TAPE", "10.11", "Tape: the adding machine", "tape.adding_machine", TAPE),
    Program("WHY", "10.12", "Why is it off?", "balancing.why_off", BALANCING),
    Program("MAIL", "11.1", "New mail batch", "mail.new_batch", rights.MAIL),
    Program("BATCHES", "11.2", "Mail batches", "mail.show_batches", rights.MAIL),
    Program("FILES", "11.3", "Take a file in", "files.take_in", rights.FILES),
    Program("QUEUE", "11.4", "Exceptions of files", "files_queue.queue", rights.FILES),
    Program("TAKEN", "11.5", "Files taken in", "files.history", rights.FILES),
    Program("PAYOUT", "11.6", "The day's payments as a file", "files.give_out", rights.PAYMENTS_OUT),
    Program("TRYSCAN", "11.7", "Try a scan", "files.try_scan", TRY_SCAN),
    Program("RETURN", "12.1", "Returned item: take it up", "returned.take", RETURNED),
    Program("CASES", "12.2", "Returned items: work on cases", "returned.find_case", RETURNED),
    Program("NSF", "12.3", "Register of returned items", "returned.show_register", RETURNED_SEE),
    Program("RECOVER", "12.4", "Recoveries by department", "returned.recoveries", RETURNED_SEE),
    Program("HOT", "12.5", "Hot list", "returned.hot_list", RETURNED),
    Program("REFUND", "12.6", "Request a refund", "refunds.request", REFUNDS),
    Program("REFUNDS", "12.7", "Refunds: verify, approve, pay", "refunds.show_list", REFUNDS),
    Program("AP", "12.8", "Accounts payable: send and take back", "refunds.accounts_payable", REFUNDS),
    Program("CREDITS", "12.9", "Credit balances by age", "refunds.credit_report", REFUNDS_SEE),
    Program("UNCLAIMED", "12.10", "Unclaimed money", "unclaimed.show_unclaimed", REFUNDS),
    Program("PETTY", "13.1", "Pay a voucher", "pettycash_vouchers.pay", pettycash.WORK),
    Program("PCSETTLE", "13.2", "Settle an advance", "pettycash_vouchers.settle", pettycash.WORK),
    Program("PCVOUCH", "13.3", "Vouchers", "pettycash_vouchers.show_vouchers", pettycash.SEE),
    Program("PCFUND", "13.4", "The fund: where its money is", "pettycash.show_fund", pettycash.SEE),
    Program("PCCOUNT", "13.5", "Count the fund", "pettycash.count", pettycash.SEE),
    Program("PCREPLEN", "13.6", "Request a reimbursement", "pettycash_claims.replenish", pettycash.WORK),
    Program("PCREIMB", "13.7", "Reimbursements", "pettycash_claims.show_claims", pettycash.SEE),
    Program("PCCHANGE", "13.8", "Order change from the bank", "pettycash_claims.order", pettycash.WORK),
    Program("PCORDERS", "13.9", "Change orders", "pettycash_claims.show_orders", pettycash.SEE),
    Program("PCCOUNTS", "13.10", "Counts", "pettycash.show_counts", pettycash.SEE),
)
