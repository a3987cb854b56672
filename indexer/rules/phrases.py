"""Words that rules look up: what to write instead of a long word, initials that everyone knows, words that say nothing of a project."""

from __future__ import annotations

#: What to write instead of which words, a bar between them: only swaps that are right nearly everywhere.
_SWAPS = {
    "Write “use”.": "utilise|utilize|utilising|utilisation of|leverage|leveraging",
    "Write “used”.": "utilised|leveraged",
    "Write “uses”.": "utilises|leverages",
    "Write “before”.": "prior to|in advance of",
    "Write “after”.": "subsequent to",
    "Write “later”.": "subsequently",
    "Write “to”.": "in order to|so as to|with a view to",
    "Write “start”.": "commence|commencing",
    "Write “started”.": "commenced",
    "Write “about” or “on”.": "with regard to|with regards to|in relation to|in respect of|with respect to",
    "Write “because”.": "due to the fact that|owing to the fact that|by virtue of the fact that",
    "Write “although”.": "notwithstanding",
    "Write “if”.": "in the event that",
    "Write “now”.": "at this moment in time|at the present time|at this point in time",
    "Write “from now on”, or leave it out.": "going forward|moving forward|going forwards",
    "Write “many” or “most”.": "a large number of|the majority of",
    "Write “enough”.": "a sufficient number of|sufficient numbers of",
    "Write “help”.": "facilitate",
    "Write “helped”.": "facilitated",
    "Write “helps”.": "facilitates",
    "Write “try”.": "endeavour to",
    "Write “by” or “through”.": "by means of|via the medium of",
    "Write “for” or “to”.": "for the purpose of|for the purposes of",
    "Write “until”.": "until such time as",
    "Say what it does.": "best of breed|best-of-breed|cutting edge|cutting-edge|state of the art|state-of-the-art|world class|world-class|"
    "game changing|game-changing|game changer|game-changer|next-generation|bleeding edge|bleeding-edge",
    "Say what now works with what.": "synergy|synergies|seamless|seamlessly",
    "Say what people can do now.": "empower|empowers|empowered|empowering|empowerment",
    "Say who they are: tenants, councillors, suppliers …": "stakeholder|stakeholders",
    "Say what was done.": "incentivise|incentivised|low hanging fruit|low-hanging fruit|blue sky thinking|blue-sky thinking|paradigm shift|"
    "move the needle|boil the ocean|helicopter view|thought leadership|deep dive|deep-dive",
}
INSTEAD = {phrase: instead for instead, phrases in _SWAPS.items() for phrase in phrases.split("|")}

#: Initials that stand for themselves: nobody is helped by the words.
EVERYBODY_KNOWS = frozenset(
    (
        "A4 AA AI AM APP BBC BSL CCTV CD CEO CO2 COVID CSV CV DIY DNA DVD EU FAQ FM GB GBP GDPR GIF GMT GP GPS HMRC HR HTML HTTP HTTPS ICT "
        "ID IP IT ISO JPEG JSON KB LED LGBT LTD MB MBE MOT MP MPS MSP NHS NI OBE OK PA PC PCS PDF PE PIN PLC PM PNG PR QR README RAF RNIB "
        "SIM SMS TB TV UK UN UNESCO URL US USA USB VAT VIP WIFI XML ZIP GNU MIT "
        "DKK EUR USD AUD CAD ISK NOK NZD SEK SGD UAH CHF JPY JANUARY MONDAY"
    ).split()
)

#: Words that stand in at least one case study in eight: two that share them need not be about one project.
IN_MOST = frozenset(
    (
        "2018 2019 2020 2021 2023 about account across after against agree all already also and another any are artificial ask "
        "back been before began begin benefit between both bring brought build built business but called calls came can cannot "
        "care case change changed check checks choose chose city code come comes compare copy cost costs could council council's "
        "councils count counts data date dates day decide describe did difficulty digital does done each earlier early effect "
        "estimate every expected facts fault fell few figure figures find first follow for found four from gathered gave get give "
        "given gives government had has have held help here hold hours housing how information intelligence into its itself "
        "joined keep known later launch led less lesson let list live local look made make many may measure measured mention "
        "million money months more moved much name named national need needed neither new not now number office once one online "
        "only open order other others our out over own paid part pay people person pilot place plan press price problem product "
        "programme project public published put ran read reading record recorded report reported reports residents result results "
        "run runs said same saved saving savings say says security see service services set several share shared show shows since "
        "size skills small social software some source sources staff start step steps still such supplier suppliers support "
        "system systems take taken takes team technology tell test than that the their them then there these they things this "
        "those three through time together too took trial two under use used users uses visits was way well went were what when "
        "where whether which who whole will with without work worked would write year years you your"
    ).split()
)
