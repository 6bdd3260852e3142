"""The addresses of tenders; what everybody may see begins with notices."""
from django.urls import path

from jiazong.commission.tenders.views import bidder, drafting, notices, panel, purchaser

app_name = "tenders"
urlpatterns = [
    path("notices", notices.notices, name="notices"),
    path("notices/<uuid:pk>", notices.notice, name="notice"),
    path("", purchaser.tenders, name="list"),
    path("new", drafting.new, name="new"),
    path("items/<uuid:pk>", purchaser.of_item, name="of_item"),
    path("<uuid:pk>/", purchaser.tender, name="tender"),
    path("<uuid:pk>/requirement/<slug:shape>", drafting.requirement, name="requirement"),
    path("<uuid:pk>/edit", drafting.edit, name="edit"),
    path("<uuid:pk>/publish", drafting.publish, name="publish"),
    path("<uuid:pk>/put-off", drafting.put_off, name="put_off"),
    path("<uuid:pk>/drop", drafting.drop, name="drop"),
    path("<uuid:pk>/open", purchaser.open_bids, name="open_bids"),
    path("<uuid:pk>/panel", purchaser.appoint, name="appoint"),
    path("<uuid:pk>/panel/<uuid:member>/remove", purchaser.dismiss, name="dismiss"),
    path("<uuid:pk>/panel/close", purchaser.close_scoring, name="close_scoring"),
    path("<uuid:pk>/award", purchaser.decide, name="decide"),
    path("<uuid:pk>/cancel", purchaser.cancel, name="cancel"),
    path("<uuid:pk>/queries/<uuid:inquiry>", purchaser.answer_inquiry, name="answer"),
    path("<uuid:pk>/sign", purchaser.sign, name="sign"),
    path("<uuid:pk>/filed", purchaser.filed, name="filed"),
    path("bids", bidder.open_tenders, name="open"),
    path("bids/<uuid:pk>", bidder.offer, name="offer"),
    path("bids/<uuid:pk>/write", bidder.bid, name="bid"),
    path("bids/<uuid:pk>/load", bidder.bid_load, name="bid_load"),
    path("bids/<uuid:pk>/workbook", bidder.bid_book, name="bid_book"),
    path("bids/<uuid:pk>/copy", bidder.bid_copy, name="bid_copy"),
    path("bids/<uuid:pk>/seal", bidder.submit, name="submit"),
    path("bids/<uuid:pk>/withdraw", bidder.withdraw, name="withdraw"),
    path("bids/<uuid:pk>/ask", bidder.ask, name="ask"),
    path("bids/<uuid:pk>/contract", bidder.take_in, name="take_in"),
    path("panel", panel.panel, name="panel"),
    path("panel/<uuid:pk>", panel.sheet, name="sheet"),
    path("panel/<uuid:pk>/declare", panel.declare, name="declare"),
    path("panel/<uuid:pk>/sign", panel.sign_off, name="sign_off"),
]
