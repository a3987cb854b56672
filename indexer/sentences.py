"""Forty fixed texts on which a converted model must agree with the original: questions and passages, short and long.

They are never changed without measuring again: what a converted model may differ by is set from them.
"""

from __future__ import annotations

SENTENCES = (
    "damp sensors",
    "council tax rebate",
    "who has replaced a housing repairs system",
    "ransomware took our systems down, how long did recovery take",
    "bins emptied only when full",
    "libraries open without staff",
    "RPA in revenues and benefits",
    "SEND case management",
    "chatbot gave wrong advice",
    "bod o gymorth i bobl sy'n byw gartref",
    "how much does an ERP cost?",
    "who tried e-scooters and stopped",
    "moving telecare from analogue to digital",
    "asdf qwer zxcv",
    "a recipe for scones with jam and cream",
    "joining up records about children at risk",
    "helping older people get online",
    "Oracle Fusion",
    "letting residents vote on how money is spent",
    "£1.2m saved over 3 years (2019-2022)",
    "Text messages sent before the due date cut the number of reminders by a third.",
    "Officers walk the street with a tablet and the form is filled in on the doorstep, even where there is no signal.",
    "The supplier withdrew halfway through, and the council finished the work with two developers of its own.",
    "Nobody asked the call centre. When we did, they named four things to change in an afternoon.",
    "Staff were afraid for their jobs until the first team to use it said that it took away the work nobody liked.",
    "The old system could not be left in one step: for eight months both ran side by side, and every change was made twice.",
    "Residents report a missed collection on a map; the crew sees it in the cab within a minute.",
    "The contract ends in March. Extending it for a year costs more than the new one does over three.",
    "Data protection: an assessment was made before the trial, published, and gone over again when the sensors were moved.",
    "Once a person has told one part of the state, no other part may ask again. Laws were changed to make that so.",
    "What it cost: two posts for eighteen months, a licence for each user, and a day of training for every manager.",
    "Sensors in 200 homes send temperature and humidity every half hour. A warning goes to the housing officer when a room stays "
    "cold and wet for three days, and to the tenant with advice in plain words on heating and airing. Complaints of mould fell.",
    "The attack began on a Sunday night. By morning no one could pay a bill, search for land charges or register a birth. Backups "
    "were kept apart and were whole, but putting back two hundred applications one after another took most of a year.",
    "Five councils share one service for their computers. It began with two, who had the same supplier and the same troubles. Each "
    "keeps its own budget and its own councillors decide; a joint committee meets four times a year and its papers are public.",
    "Forecasts of who may soon need care were made from ten years of records. They were right for seven in ten people, and less "
    "often for those who had never asked for anything. The council decided that a forecast may prompt a visit, never a refusal.",
    "Before, an application for planning permission was typed in three times. Now the form asks only what the rules for that place "
    "need, checks the drawings while the person is still there, and hands officers a case that is ready to decide.",
    "Every decision that a computer takes part in is listed in public: what it decides, from which data, who is answerable, and how "
    "to ask a person to look again. Eleven were listed in the first year and one was switched off as a result.",
    "The web pages of four hundred councils say much the same things. They agreed on one set of patterns and one set of code, free "
    "for all, and pay a small yearly fee for those who look after it. A new site now takes weeks instead of a year.",
    "Tenancy fraud is found by matching names and addresses across services. Most matches are mistakes: a maiden name, a flat "
    "numbered two ways. A person checks each one, and nobody is written to before that.",
    "The lamps dim after midnight and tell us when they fail. The saving on electricity paid for the lamps in six years; the "
    "saving on night patrols, which nobody had counted on, came to nearly as much again.",
)
