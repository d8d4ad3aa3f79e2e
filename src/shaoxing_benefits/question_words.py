"""Every fact as a question in plain words: English, which is also the key for translation. One line per fact.

What the answer is counted in, and what there is to choose from, stands in the metadata of the household's classes.
"""

HOW_MANY_MEMBERS = "How many people belong to the household? A number, or their names with commas between."
HOUSEHOLD_QUESTIONS = {
    "district": "In which district, county or city of Shaoxing is the household?",
    "registration": "Is the household registered as urban or as rural?",
    "assets.money": "How much money does the household have: cash, deposits and securities together?",
    "assets.vehicles": "How many motor vehicles does the household own? A disabled person's mobility vehicle does not count.",
    "assets.vehicle_value": "What is the price of all vehicles of the household?",
    "assets.homes": "How many homes does the household own?",
    "assets.floor_area": "What is the floor area of all homes of the household?",
    "assets.shops": "How many shops does the household own?",
    "assets.business_capital": "How much capital is in the household's businesses?",
    "emergency": "Has a sudden emergency struck the household?",
}
MEMBER_QUESTIONS = {
    "birth_date": "Date of birth?",
    "absence": "In prison, or away as clergy for three years or more?",
    "income.wages": "Wages on average, net?",
    "income.business": "Net income from farming or business on average?",
    "income.property": "Net income from property, such as rent and interest, on average?",
    "income.transfers": "Support and other payments on average, without pensions?",
    "income.pension": "All pensions together?",
    "income.basic_pension": "Of the pensions, how much is basic pension?",
    "income.old_age_allowance": "Old-age allowance?",
    "income.entitled_group": "Payments to members of an entitled group, such as veterans?",
    "disability.kind": "Kind of disability on the certificate, or none?",
    "disability.grade": "Grade on the disability certificate (1 is the most severe), or none?",
    "serious_illness": "Seriously ill?",
    "supporter": "Is anybody bound by law to support this person?",
    "self_care": "How far can this person care for himself or herself?",
    "guardianship": "Who brings the child up?",
    "placement": "Where does this person live?",
    "groups": "In which of these groups, or none?",
    "new_job.since": "First month of a job taken up while on dibao, or none?",
    "new_job.increase": "By how much has the new job raised the income?",
    "medical.year": "Of which year are the medical bills, or none?",
    "medical.in_scope": "Medical costs within the insurance's scope, in the year of the bills?",
    "medical.basic_paid": "How much of the medical costs within its scope has basic medical insurance paid?",
    "medical.special_drugs": "Cost of special drugs in the year of the medical bills?",
    "medical.other_paid": "How much of the medical costs has other insurance paid?",
    "resident_pension.receiving": "Is a residents' pension being received?",
    "resident_pension.tier": "Tier of the year's contributions to the residents' pension, or none?",
    "resident_medical.insured": "Insured in the residents' medical insurance?",
    "resident_medical.student": "Insured in the residents' medical insurance as a university student?",
    "resettled": "Resettled for a reservoir?",
}
