"""Every address of the money of a contract and of its life."""
from django.urls import path

from jiazong.ledger.money.views import bank, books, decisions, life, plan, vouchers

app_name = "money"
urlpatterns = [
    path("", books.home, name="home"),
    path("<str:code>/", books.contract, name="contract"),
    path("<str:code>/statement.<str:shape>", books.statement, name="statement"),
    path("<str:code>/vouchers", vouchers.vouchers, name="vouchers"),
    path("<str:code>/vouchers/new", vouchers.new, name="voucher_new"),
    path("<str:code>/vouchers/<int:number>", vouchers.voucher, name="voucher"),
    path("<str:code>/vouchers/<int:number>/reverse", vouchers.reverse_voucher, name="reverse"),
    path("<str:code>/plan", plan.lines, name="plan"),
    path("<str:code>/instalments", plan.instalments, name="instalments"),
    path("<str:code>/instalments/<int:order>/met", plan.meet, name="meet"),
    path("<str:code>/instalments/<int:order>/paid", plan.pay, name="pay"),
    path("<str:code>/instalments/<int:order>/arrived", plan.arrived, name="arrived"),
    path("<str:code>/carry", plan.carry, name="carry"),
    path("<str:code>/bank", bank.bank, name="bank"),
    path("<str:code>/bank/<int:pk>", bank.line, name="bank_line"),
    path("<str:code>/life", life.life, name="life"),
    path("<str:code>/promised", life.promised, name="promised"),
    path("<str:code>/promises", life.promises, name="promises"),
    path("<str:code>/acceptance", life.accept, name="accept"),
    path("<str:code>/renewal", decisions.renew, name="renew"),
    path("<str:code>/termination", decisions.terminate, name="terminate"),
    path("<str:code>/amendment", decisions.amend, name="amend"),
    path("<str:code>/bond", decisions.bond, name="bond"),
    path("<str:code>/bond/back", decisions.bond_back, name="bond_back"),
]
