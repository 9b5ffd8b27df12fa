"""Which numbers are checked for a country, and by which module of python-stdnum.

One line a country: `CODE module:kinds:lengths ...`. Kinds: V = VAT or GST, T = tax number of a business, R = company
register, P = of a person, B = bank account. Lengths (without blanks and dots) only serve to say what is wrong; none
where they vary much. Facts about the numbers themselves are python-stdnum's.
"""

TAX_ID_RULES = """\
AD nrt:VT:8
AL nipt:VTR:10
AR cuit:VT:11 dni:P:8 cbu:B:22
AT uid:V tin:T:9 businessid:R vnr:P:10
AU abn:VTR:11 acn:R:9 tfn:T:9
AZ voen:VT:10
BE vat:VTR:10 nn:P:11 bis:P:11 iban:B:16
BG vat:VT:9 egn:P:10 pnf:P:10
BR cnpj:VTR:14 cpf:P:11
BY unp:VT:9
CA bn:VTR:9/15 sin:P:9 bc_phn:P:10
CH vat:V uid:TR:12 ssn:P:13
CL rut:VTR
CN uscc:VTR:18 ric:P:18
CO nit:VT:10
CR cpj:VTR:10 cpf:P:10 cr:P:12
CU ni:P:11
CY vat:VT:9
CZ dic:VTR:8/9/10 rc:P:9/10 bankaccount:B
DE vat:V:9 stnr:T idnr:P:11 handelsregisternummer:R
DK cvr:VTR:8 cpr:P:10
DO rnc:VT:9 cedula:P:11
DZ nif:VT:15/20
EC ruc:VT:13 ci:P:10
EE kmkr:V:9 registrikood:R:8 ik:P:11
EG tn:VT:9
ES nif:VT:9 cif:TR:9 dni:P:9 nie:P:9 ccc:B:20
EU vat:V oss:V:11
FI alv:V:8 ytunnus:TR:8 hetu:P:11 associationid:R
FO vn:VT
FR tva:V:11 siren:TR:9 siret:R:14 rcs:R nif:P:13 nir:P:15
GB vat:V:9/12 utr:T:10
GH tin:VT:11
GN nifp:VT:9
GR vat:VT:9 amka:P:11
GT nit:VT
HR oib:VTP:11
HU anum:VT:8
ID npwp:VT:15 nik:P:16
IE vat:VT:8/9 pps:P:8/9
IL hp:VTR:9 idnr:P:9
IN gstin:V:15 pan:TP:10 aadhaar:P:12 epic:P:10 vid:P:16
IS vsk:V:5/6 kennitala:TRP:10
IT iva:VT:11 codicefiscale:TP:11/16
JP cn:VTR:13 in_:P:12
KE pin:VT:11
KR brn:VTR:10 rrn:P:13
LI peid:T:7
LT pvm:V:9/12 asmens:P:11
LU tva:VT:8
LV pvn:VTP:11
MA ice:VTR:15
MC tva:V:13
MD idno:TR:13
ME pib:VT:8
MK edb:VT:13
MT vat:V:8
MU nid:P
MX rfc:VT:12/13 curp:P:18
MY nric:P:12
MZ nuit:VT:9
NL btw:V:12 bsn:P:9 onderwijsnummer:P:9
NO mva:V orgnr:VTR:9 fodselsnummer:P:11 kontonr:B:7/11
NZ ird:VT:8/9 bankaccount:B
PE ruc:VT:11 cui:P:8/9
PK cnic:P:13
PL nip:VT:10 regon:R:9/14 pesel:P:11
PT nif:VT:9 cc:P:12
PY ruc:VT
RO cf:VT cui:TR onrc:R cnp:P:13
RS pib:VT:9
RU inn:VT:10/12 ogrn:R:13/15
SE vat:V:12 orgnr:TR:10 personnummer:P
SG uen:TR:9/10
SI ddv:VT:8 emso:P:13 maticna:R:7
SK dph:VT:10 rc:P:9/10
SM coe:VT
SN ninea:VTR:7/10
SV nit:VT:14
TH tin:VT:13 moa:TR:13 pin:P:13
TN mf:VT
TR vkn:VT:10 tckimlik:TP:11
TW ubn:VTR:8
UA edrpou:TR:8 rntrc:P:10
US ein:T:9 tin:T:9 ssn:P:9 itin:P:9 rtn:B:9
UY rut:VT:12
VE rif:VT:10
VN mst:VT:10/13
ZA tin:T:10 idnr:P:13
"""
