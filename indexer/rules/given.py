"""Words by which the rules on people tell a person from a role: words of roles and services, first names, family names."""

from __future__ import annotations

#: Words of roles, services and shared mailboxes. A name with one of them in it is nobody's own.
ROLE_WORDS = frozenset(
    (
        "5g access accounts addressing admin administration admissions adult adults advice adviser advisers ai allocations "
        "analyst and appeals apprenticeships architect archive archives area arts assets assistant assurance attendance audit "
        "authority autism automation badge bailiff benefit benefits bereavement bins board bookings broadband brokerage building "
        "buildings bus business buying canolfan care careers carer carers case cemetery census centre centres challenge change "
        "charges chief childcare children childrens city civic claims clerk climate cllr cloud collections commercial "
        "commissioning communications communities community complaints compliance concessionary connect connected consultation "
        "contact contracts coordinator copybook corporate council councillor councils county crossing customer customers cyber "
        "cyfathrebu cyngor data debt delivery demand democracy democratic department depot deputy design desk developer "
        "developers development devices digidol digital director directorate directpayments division early economy editor "
        "education ehcp elections electoral emergency employment enablement energy enforcement engagement engineer engineering "
        "enquiries enquiry environment environmental equalities equality equipment estates events executive experience facilities "
        "families feedback fibre finance financial fire first fleet foi for foster fostering fraud freedom funding gigabit gis "
        "governance grants grounds group growth gwasanaeth gwasanaethau gwybodaeth hall head health heating hello help helpdesk "
        "helpline heritage highways home homelessness homes house housing hr hub hubs human improvement inclusion income info "
        "information infosec infrastructure innovation insight inspection intake integration intelligence internal investment "
        "invoices it job jobs land lead leader learning leasehold ledger legal leisure lettings libraries library licence "
        "licensing lighting litter live living llyfrgell local mail mailbox management manager mapping mash mayor media meters "
        "migration mobility modernisation museum national neighbourhood neighbourhoods network networks new news noise noreply "
        "nursery occupational office officer officers online open operations organisational our parking parks partnership "
        "partnerships passes passport pay payments payroll pennaeth pension pensions people performance permits pest planning "
        "platform policy pollution pool portal post press prevention principal privacy procurement product professional programme "
        "programmes project projects property public quality rates reablement realm records recovery recruitment recycling "
        "redesign regeneration regional registrar registrars registration rent rents repairs reply reporting request requests "
        "research resident residents resilience resource resources response responsible revenue revenues review reviews rheolwr "
        "risk road roads safeguarding safety sales school schools science secretary section security sen send senior sensor "
        "sensors service servicedesk services shared site skills smart social solutions specialist sport standards statistics "
        "strategic strategy street streets streetworks studio support surveys sustainability swyddog system systems tai talent "
        "tax taxi team technical technology telecare telephony tenancy tenant tenants the theatre theme therapy tim town trading "
        "traffic training transformation transport travel treasury trees trust unit user users ux vice visit volunteer "
        "volunteering voting waste water web webmaster website weddings welfare wellbeing wifi workforce works ymholiadau young "
        "youth youthjustice"
    ).split()
)

#: First names that many people have, and that are not also words or places that a role is named for.
FIRST_NAMES = frozenset(
    (
        "aaron abdul abigail adam adele adrian ahmed aidan aisha alan alasdair albert alejandro alexander alexandra alfie ali "
        "alice alison alistair allison amanda amelia amina amir amy ana andrea andreas andrew andy angela angus anil anita ann "
        "anna anne annette anthony antonio anwen anya arjun arthur ashley asif audrey ayesha barbara barry becky ben benjamin "
        "bernadette bernard beth bethan beverley bhavna bill billy bob brenda brendan brian bridget bronwen bryn callum cameron "
        "carl carla carol carole caroline carolyn carwyn catherine cathy catrin cerys charles charlie cheryl chloe chris "
        "christian christina christine christopher claire clare clive colin connor conor craig damian daniel danielle danny "
        "daphne darren dave david dawn debbie deborah debra deirdre delyth denis denise dennis derek dermot diana diane diego "
        "dilys dimitri dominic donald donna doreen doris dorothy doug douglas duncan dylan edith edward edwin eileen elaine "
        "eleanor elena elizabeth ella ellen ellie elsie emily emma emyr eoin eric erica erin esther ethan eva evelyn ewan fatima "
        "fiona frances francesca francis fred frederick freya gail gareth garry gary gavin gemma geoff geoffrey george georgina "
        "gerald geraldine gerard gethin gill gillian glenn glenys gordon graeme graham greg gregory gurpreet gwen gwyneth hannah "
        "harpreet harriet harry hassan hazel heather heidi helen henry hilary holly howard hugh hussain ian ibrahim imogen imran "
        "ioan irene isaac isabel isabella ivan jack jackie jacob jacqueline jake james jamie jamila jan jane janet janice jasmine "
        "jason javier jay jean jeff jeffrey jemma jennifer jenny jeremy jess jessica jill jim jo joan joanna joanne jodie joe "
        "joel john jon jonathan joseph josephine josh joshua joyce juan judith judy julia julian julie june justin kamal karen "
        "karl kate katherine kathleen kathryn kathy katie katrina kay keith kelly ken kenneth kerry kevin khalid kieran kim "
        "kirsten kirsty kumar kyle lakshmi laura lauren lawrence leah leanne leila leo leon leonard lesley leslie lewis liam "
        "linda lindsay lindsey lisa liz llinos lorna lorraine louis louise lucas lucy luis luke lydia lynda lynn lynne madeleine "
        "magdalena mair maisie malcolm mandy manjit manoj marcus margaret maria marian marie marilyn marina mario marion marjorie "
        "mark martha martin mary matt matthew maureen maurice max maxine megan mehmet melanie melissa michael michelle miguel "
        "mike miles millie miriam mohamed mohammad mohammed moira molly morag muhammad muriel mustafa nadia nadine naomi narinder "
        "natalie natasha nathan neil niamh nicholas nick nicola nigel nikki nina noel nora norma norman olga olive oliver olivia "
        "omar oscar owain owen pam pamela patricia patrick paul paula pauline peggy penny peter phil philip philippa phillip "
        "phoebe phyllis pierre piotr priya rachael rachel raj rajesh ralph rami ravi raymond rebecca reginald rhian rhiannon rhys "
        "richard rita robert roberta robin rodney roger roland ron ronald rosemary rosie ross roy ruby rukhsana russell ruth ryan "
        "saeed sally sam samantha samir samuel sandra sanjay sara sarah scott sean seren shane shannon sharon shaun sheila "
        "shirley sian simon siobhan sioned sofia sophia sophie stacey stan stanley stella stephanie stephen steve steven stewart "
        "stuart sue sunita susan suzanne sylvia tamsin tanya tara tariq tegwen terence teresa terry thelma theresa thomas tim "
        "timothy tina tom tony tracey tracy trevor usha valerie vanessa vera vernon veronica vicky victor vijay vincent viv "
        "vivian vivien walter wayne wendy wesley william winston yasmin yolanda yusuf yvonne zahra zara zoe"
    ).split()
)

#: Family names common enough to know again after an initial, as in an address such as jsmith@.
FAMILY_NAMES = frozenset(
    (
        "adams ahmed akhtar alexander ali allen anderson andrews armstrong atkinson bailey baker ball barker barnes begum bell "
        "bennett bloggs brown burns butler byrne campbell carr carter chapman clark clarke collins cook cooper cox cunningham "
        "davidson davies davis dawson dixon doe doherty doyle edwards elliott ellis evans fisher fletcher foster fraser gibson "
        "gordon graham grant gray griffiths hall hamilton harris harrison hart harvey henderson hill holmes howard hughes hunt "
        "hunter hussain hussein jackson james jenkins johnson johnston jones kaur kelly kennedy khan king knight lawrence lee "
        "lewis lloyd macdonald marshall martin mason matthews mccarthy mcdonald mckenzie miller mills mitchell moore morgan "
        "morris morrison murphy murray nguyen obrien oconnor oneill owen palmer parker patel pearce phillips powell price quinn "
        "reid reynolds richards richardson roberts robertson robinson rogers rose ross russell ryan saunders scott shah sharma "
        "shaw simpson singh smith spencer stevens stewart sullivan taylor thomas thompson thomson tucker turner walker walsh ward "
        "watson webb wells west white wilkinson williams williamson wilson wood wright young"
    ).split()
)
