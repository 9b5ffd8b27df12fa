"""Names under which countries stand in ERPNext and in published lists, by ISO 3166-1 alpha-2 code (XK: Kosovo, user-assigned).

Common names, the official ones that lists use, and adjectives where lists write a nationality with them. One line a code:
`CODE name|name|...`.
"""

COUNTRY_NAMES = """\
AD Andorra
AE United Arab Emirates|UAE|U.A.E.
AF Afghanistan|Afghan
AG Antigua and Barbuda|Antigua & Barbuda
AI Anguilla
AL Albania
AM Armenia
AO Angola
AQ Antarctica
AR Argentina
AS American Samoa
AT Austria|Republic of Austria
AU Australia
AW Aruba
AX Åland Islands|Aland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina|Bosnia|Bosnia-Herzegovina
BB Barbados
BD Bangladesh
BE Belgium|Belgian
BF Burkina Faso
BG Bulgaria
BH Bahrain|Bahraini|Kingdom of Bahrain
BI Burundi
BJ Benin
BL Saint Barthélemy|Saint Barthelemy
BM Bermuda
BN Brunei Darussalam|Brunei
BO Bolivia, Plurinational State of|Bolivia
BQ Bonaire, Sint Eustatius and Saba
BR Brazil
BS Bahamas|The Bahamas|Bahamas, The
BT Bhutan
BV Bouvet Island
BW Botswana
BY Belarus|Belarus (Republic of)|Republic of Belarus
BZ Belize
CA Canada
CC Cocos (Keeling) Islands|Cocos Islands
CD Congo, The Democratic Republic of the|Democratic Republic of the Congo|Congo, Democratic Republic of the|DR Congo|DRC|Congo (Democratic Republic)|Congo, the Democratic Republic of
CF Central African Republic|Central African Republic (CAR)
CG Congo|Republic of the Congo|Congo, Republic of the|Congo (Brazzaville)
CH Switzerland
CI Ivory Coast|Cote d'Ivoire|Côte d'Ivoire|Cote d Ivoire
CK Cook Islands
CL Chile
CM Cameroon
CN China|People's Republic of China|China, Peoples Republic of|Mainland China|Chinese
CO Colombia
CR Costa Rica
CU Cuba
CV Cape Verde|Cabo Verde
CW Curaçao|Curacao
CX Christmas Island
CY Cyprus
CZ Czech Republic|Czechia|The Czech Republic
DE Germany|Federal Republic of Germany|German
DJ Djibouti
DK Denmark
DM Dominica
DO Dominican Republic
DZ Algeria|Algerian
EC Ecuador
EE Estonia
EG Egypt|Arab Republic of Egypt|Egyptian
EH Western Sahara
ER Eritrea
ES Spain|Spanish
ET Ethiopia
FI Finland
FJ Fiji
FK Falkland Islands (Malvinas)|Falkland Islands
FM Micronesia, Federated States of|Micronesia
FO Faroe Islands
FR France|French
GA Gabon
GB United Kingdom|UK|U.K.|Great Britain|United Kingdom of Great Britain and Northern Ireland|England|Scotland|Wales|Northern Ireland|British
GD Grenada
GE Georgia|Georgian
GF French Guiana
GG Guernsey
GH Ghana
GI Gibraltar
GL Greenland
GM Gambia|The Gambia|Gambia, The
GN Guinea
GP Guadeloupe
GQ Equatorial Guinea
GR Greece
GS South Georgia and the South Sandwich Islands
GT Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana
HK Hong Kong|Hong Kong SAR|Hong Kong, China|China (Hong Kong)|Hong Kong Special Administrative Region
HM Heard Island and McDonald Islands
HN Honduras
HR Croatia
HT Haiti
HU Hungary
ID Indonesia|Indonesian
IE Ireland
IL Israel
IM Isle of Man|Man, Isle of
IN India|Indian
IO British Indian Ocean Territory
IQ Iraq|Iraqi
IR Iran|Iran, Islamic Republic of|Iran (Islamic Republic of)|Islamic Republic of Iran|Iranian
IS Iceland
IT Italy|Italian
JE Jersey
JM Jamaica
JO Jordan|Jordanian
JP Japan
KE Kenya|Kenyan
KG Kyrgyzstan
KH Cambodia
KI Kiribati
KM Comoros|Union of the Comoros
KN Saint Kitts and Nevis|St. Kitts and Nevis|St. Kitts & Nevis|Saint Kitts & Nevis
KP Korea, Democratic Peoples Republic of|North Korea|Korea, North|Democratic People's Republic of Korea|Korea, Democratic People's Republic of|DPRK|RPDC|Korea (Democratic People's Republic of)
KR Korea, Republic of|South Korea|Korea, South|Republic of Korea|Korea (Republic of)
KW Kuwait|Kuwaiti
KY Cayman Islands
KZ Kazakhstan
LA Lao Peoples Democratic Republic|Laos|Lao People's Democratic Republic
LB Lebanon|Lebanese
LC Saint Lucia|St. Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia
LS Lesotho
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya|Libyan Arab Jamahiriya|Libyan|State of Libya
MA Morocco|Moroccan
MC Monaco
MD Moldova, Republic of|Moldova|Republic of Moldova
ME Montenegro
MF Saint Martin (French part)|Saint Martin
MG Madagascar
MH Marshall Islands
MK Macedonia|North Macedonia|The Former Yugoslav Republic of Macedonia|Macedonia, The Former Yugoslav Republic of|Republic of North Macedonia
ML Mali
MM Myanmar|Burma
MN Mongolia
MO Macao|Macau|Macao SAR
MP Northern Mariana Islands
MQ Martinique
MR Mauritania
MS Montserrat
MT Malta
MU Mauritius|Republic of Mauritius
MV Maldives
MW Malawi
MX Mexico
MY Malaysia
MZ Mozambique
NA Namibia
NC New Caledonia
NE Niger
NF Norfolk Island
NG Nigeria
NI Nicaragua
NL Netherlands|The Netherlands|Holland
NO Norway
NP Nepal
NR Nauru
NU Niue
NZ New Zealand
OM Oman|Sultanate of Oman
PA Panama
PE Peru
PF French Polynesia
PG Papua New Guinea
PH Philippines|The Philippines
PK Pakistan|Pakistani
PL Poland
PM Saint Pierre and Miquelon
PN Pitcairn
PR Puerto Rico
PS Palestinian Territory, Occupied|Palestine|State of Palestine|Palestinian|Palestinian Territory|Palestinian Territories|West Bank|Gaza|Palestine, State of|Region: Gaza|Occupied Palestinian Territory
PT Portugal
PW Palau
PY Paraguay
QA Qatar|Qatari
RE Réunion|Reunion
RO Romania
RS Serbia|Republic of Serbia
RU Russian Federation|Russia|Russian
RW Rwanda|Rwandan
SA Saudi Arabia|Saudi|Saudi Arabian|Kingdom of Saudi Arabia
SB Solomon Islands
SC Seychelles
SD Sudan|The Sudan
SE Sweden
SG Singapore
SH Saint Helena, Ascension and Tristan da Cunha|Saint Helena
SI Slovenia
SJ Svalbard and Jan Mayen
SK Slovakia|Slovak Republic
SL Sierra Leone
SM San Marino
SN Senegal|Senegalese
SO Somalia|Somali
SR Suriname
SS South Sudan|Republic of South Sudan
ST Sao Tome and Principe|São Tomé and Príncipe
SV El Salvador
SX Sint Maarten (Dutch part)|Sint Maarten
SY Syria|Syrian Arab Republic|Syrian
SZ Swaziland|Eswatini|Kingdom of Eswatini
TC Turks and Caicos Islands
TD Chad
TF French Southern Territories
TG Togo
TH Thailand
TJ Tajikistan|Tajik
TK Tokelau
TL Timor-Leste|East Timor
TM Turkmenistan
TN Tunisia|Tunisian
TO Tonga
TR Turkey|Türkiye|Turkiye|Republic of Türkiye|Turkish
TT Trinidad and Tobago|Trinidad & Tobago
TV Tuvalu
TW Taiwan|Taiwan, Province of China|Taiwan, China
TZ Tanzania|United Republic of Tanzania|Tanzania, United Republic of
UA Ukraine
UG Uganda|Ugandan
UM United States Minor Outlying Islands
US United States|USA|U.S.A.|U.S.|United States of America
UY Uruguay
UZ Uzbekistan|Uzbek
VA Holy See (Vatican City State)|Holy See|Vatican City|Vatican
VC Saint Vincent and the Grenadines|St. Vincent and the Grenadines
VE Venezuela, Bolivarian Republic of|Venezuela|Venezuela (Bolivarian Republic of)|Bolivarian Republic of Venezuela
VG Virgin Islands, British|British Virgin Islands|Virgin Islands (British)
VI Virgin Islands, U.S.|U.S. Virgin Islands|US Virgin Islands|Virgin Islands (U.S.)
VN Vietnam|Viet Nam|Socialist Republic of Vietnam
VU Vanuatu
WF Wallis and Futuna
WS Samoa
XK Kosovo|Republic of Kosovo
YE Yemen|Yemeni|Republic of Yemen
YT Mayotte
ZA South Africa
ZM Zambia
ZW Zimbabwe
"""
