"""Small files in the published formats, with invented names, and how tests read them."""

import io

from cqs_app.engine.compliance.lists.reader import ListReader
from cqs_app.engine.compliance.lists.source import SourceFile

SDN = (
	'101,"ORBIT TRADING LLC",-0- ,"IRAN] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
	"\"Tax ID No. 7736050003 (Russia); SWIFT/BIC ORBTRUMM; a.k.a. 'OTL'; Linked To: DOE, John.\"\r\n"
	'102,"DOE, John",individual,"SDGT","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
	'"DOB 15 Jan 1955; alt. DOB circa 1956; POB Basra, Iraq; nationality Iraq; alt. nationality Korea, North; '
	'Gender Male; Passport A123 (Iraq) issued 1 May 2001 expires 1 May 2011."\r\n'
	'103,"SEA LION",vessel,"IRAN",-0- ,"5IM11","Tanker","1,000","900","Iran",-0- ,'
	'"Vessel Registration Identification IMO 9187629; MMSI 572469210."\r\n\x1a'
)
ALT = (
	'101,1,"aka","ORBIT TRADE",-0- \r\n102,2,"fka","DOE, Jack",-0- \r\n103,3,"aka","MORSKOY LEV",-0- \r\n\x1a'
)
ADD = (
	'101,1,"Main Street 1","Moscow 101000","Russia",-0- \r\n'
	"102,2,-0- ,-0- ,-0- ,-0- \r\n"
	'103,3,-0- ,-0- ,"Iran",-0- \r\n\x1a'
)
OFAC = {"sdn.csv": SDN, "alt.csv": ALT, "add.csv": ADD}

OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://tempuri.org/sdnList.xsd">
  <publshInformation><Publish_Date>01/31/2022</Publish_Date><Record_Count>3</Record_Count></publshInformation>
  <sdnEntry>
    <uid>101</uid><lastName>ORBIT TRADING LLC</lastName><sdnType>Entity</sdnType>
    <programList><program>IRAN</program><program>SDGT</program></programList>
    <idList>
      <id><uid>1</uid><idType>Tax ID No.</idType><idNumber>7736050003</idNumber><idCountry>Russia</idCountry></id>
      <id><uid>2</uid><idType>SWIFT/BIC</idType><idNumber>ORBTRUMM</idNumber></id>
    </idList>
    <akaList>
      <aka><uid>1</uid><type>a.k.a.</type><category>strong</category><lastName>ORBIT TRADE</lastName></aka>
      <aka><uid>9</uid><type>a.k.a.</type><category>weak</category><lastName>OTL</lastName></aka>
    </akaList>
    <addressList><address><uid>1</uid><address1>Main Street 1</address1><city>Moscow</city>
      <postalCode>101000</postalCode><country>Russia</country></address></addressList>
  </sdnEntry>
  <sdnEntry>
    <uid>102</uid><firstName>John</firstName><lastName>DOE</lastName><title>Director</title>
    <sdnType>Individual</sdnType><programList><program>SDGT</program></programList>
    <idList><id><uid>3</uid><idType>Passport</idType><idNumber>A123</idNumber><idCountry>Iraq</idCountry></id>
      <id><uid>4</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
    <akaList><aka><uid>2</uid><type>f.k.a.</type><category>strong</category><lastName>DOE</lastName>
      <firstName>Jack</firstName></aka></akaList>
    <nationalityList><nationality><uid>5</uid><country>Iraq</country><mainEntry>true</mainEntry></nationality>
      <nationality><uid>6</uid><country>Korea, North</country><mainEntry>false</mainEntry></nationality></nationalityList>
    <dateOfBirthList>
      <dateOfBirthItem><uid>7</uid><dateOfBirth>15 Jan 1955</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
      <dateOfBirthItem><uid>8</uid><dateOfBirth>circa 1956</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
    </dateOfBirthList>
    <placeOfBirthList><placeOfBirthItem><uid>9</uid><placeOfBirth>Basra, Iraq</placeOfBirth>
      <mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList>
  </sdnEntry>
  <sdnEntry>
    <uid>103</uid><lastName>SEA LION</lastName><sdnType>Vessel</sdnType>
    <programList><program>IRAN</program></programList>
    <idList><id><uid>10</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 9187629</idNumber></id>
      <id><uid>11</uid><idType>MMSI</idType><idNumber>572469210</idNumber></id></idList>
    <akaList><aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>MORSKOY LEV</lastName></aka></akaList>
    <vesselInfo><callSign>5IM11</callSign><vesselType>Tanker</vesselType><vesselFlag>Iran</vesselFlag>
      <tonnage>1,000</tonnage><grossRegisteredTonnage>900</grossRegisteredTonnage></vesselInfo>
  </sdnEntry>
</sdnList>
"""

UN = """<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2018-10-29T19:09:49">
 <INDIVIDUALS><INDIVIDUAL><DATAID>7001</DATAID><FIRST_NAME> JOHN </FIRST_NAME><SECOND_NAME>DOE</SECOND_NAME>
  <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.999</REFERENCE_NUMBER>
  <NAME_ORIGINAL_SCRIPT>جون دو</NAME_ORIGINAL_SCRIPT><COMMENTS1>A &amp; B</COMMENTS1>
  <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Jon Do</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Johnny</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><CITY>Basra</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1963</TO_YEAR>
  </INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1960</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Basra</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 381 </NUMBER>
   <ISSUING_COUNTRY>Iraq</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY><DATAID>7002</DATAID><FIRST_NAME>ORBIT TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Orbital</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><STREET>Main Street 1</STREET><CITY>Basra</CITY><COUNTRY>Iraq</COUNTRY></ENTITY_ADDRESS>
 </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
"""

EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2022-03-09T10:00:00.000+01:00" globalFileId="1">
 <sanctionEntity designationDetails="" unitedNationId="QDi.999" euReferenceNumber="EU.1.1" logicalId="13">
  <remark>A remark</remark>
  <regulation regulationType="regulation" programme="IRQ" numberTitle="1210/2003" logicalId="1">
   <publicationUrl>https://example.org/regulation</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="John" middleName="" lastName="Doe" wholeName="John Doe" function="Director" gender="M"
   nameLanguage="" strong="true" regulationLanguage="en" logicalId="17"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Johnny" nameLanguage="EN" strong="false" logicalId="18"/>
  <citizenship region="" countryIso2Code="IQ" countryDescription="IRAQ" logicalId="9"/>
  <birthdate circa="false" calendarType="GREGORIAN" city="Basra" birthdate="1955-01-15" dayOfMonth="15"
   monthOfYear="1" year="1955" region="" place="" countryIso2Code="IQ" countryDescription="IRAQ" logicalId="14"/>
  <birthdate circa="true" city="" year="1956" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="15"/>
  <address city="Basra" street="Main Street 1" zipCode="61001" countryIso2Code="IQ" countryDescription="IRAQ"/>
  <identification knownExpired="true" knownFalse="false" number="A123" countryIso2Code="IQ"
   identificationTypeCode="passport" identificationTypeDescription="National passport" logicalId="16"/>
 </sanctionEntity>
 <sanctionEntity euReferenceNumber="EU.2.2" logicalId="20">
  <regulation programme="RUS" logicalId="2"/><subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Orbit Trading" strong="true"/>
  <identification number="7736050003" identificationTypeCode="fiscalcode" countryIso2Code="RU"/>
 </sanctionEntity>
</export>
"""

_EU_COLUMNS = (
	"fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_Remark;"
	"Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;"
	"Entity_Regulation_PublicationUrl;NameAlias_WholeName;NameAlias_Function;NameAlias_NameLanguage;Address_City;"
	"Address_Street;Address_ZipCode;Address_CountryIso2Code;BirthDate_BirthDate;BirthDate_Year;BirthDate_Circa;"
	"BirthDate_City;BirthDate_CountryDescription;Identification_Number;Identification_KnownExpired;"
	"Identification_TypeCode;Identification_TypeDescription;Identification_CountryIso2Code;Citizenship_CountryIso2Code"
)
_EU_ONE = "09/03/2022;13;EU.1.1;QDi.999;A remark;person;P;IRQ;https://example.org/regulation;"
_EU_TWO = "09/03/2022;20;EU.2.2;;;enterprise;E;RUS;;"
EU_CSV = "\n".join(
	(
		"\ufeff" + _EU_COLUMNS,
		_EU_ONE + "John Doe;Director;" + ";" * 15,
		_EU_ONE + "Johnny;;EN" + ";" * 15,
		_EU_ONE + ";;;Basra;Main Street 1;61001;IQ" + ";" * 11,
		_EU_ONE + ";" * 7 + "1955-01-15;1955;false;Basra;IRAQ" + ";" * 6,
		_EU_ONE + ";" * 8 + "1956;true;;UNKNOWN" + ";" * 6,
		_EU_ONE + ";" * 12 + "A123;true;passport;National passport;IQ;",
		_EU_ONE + ";" * 17 + "IQ",
		_EU_TWO + "Orbit Trading" + ";" * 17,
		_EU_TWO + ";" * 12 + "7736050003;;fiscalcode;;RU;",
		"",
	)
)

SIMPLE = (
	'"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
	'"dataset","first_seen","last_seen","last_change"\n'
	'"NK-1","Person","John Doe","Jon Do;""Doe; John"";Джон Доу","1955-01-15;1956","iq;kp","Main Street 1, Basra","A123",'
	'"Program A","+1 555","","Some List","2024-03-10","2024-03-10","2024-03-10"\n'
	'"NK-2","Company","Orbit Trading","","","ru","","","","","","Some List","2024-03-10","2024-03-10","2024-03-10"\n'
)
STATISTICS = '{"last_change": "2024-03-10", "target_count": 2, "targets": {"total": 2}}'

FTM = (
	'{"id":"NK-1","caption":"John Doe","schema":"Person","properties":{"name":["Джон Доу","John Doe"],'
	'"alias":["Jon Do"],"weakAlias":["Johnny"],"nationality":["iq"],"birthDate":["1955-01"],"birthPlace":["Basra"],'
	'"passportNumber":["A123"],"topics":["sanction"],"addressEntity":[{"id":"a","schema":"Address","properties":'
	'{"full":["Main Street 1, Basra"],"country":["iq"]}}],"sanctions":[{"id":"s","schema":"Sanction","properties":'
	'{"program":["Program A"]}}],"familyPerson":[{"id":"f","schema":"Family","properties":{}}]},"target":true}\n'
	'{"id":"NK-2","caption":"Orbit Trading","schema":"Company","properties":{"name":["Orbit Trading"],'
	'"jurisdiction":["ru"],"taxNumber":["7736050003"]},"target":true}\n'
	'{"id":"NK-3","caption":"Jane Doe","schema":"Person","properties":{"name":["Jane Doe"]},"target":false}\n'
)


def sources(files):
	"""`files`: name -> text or bytes."""
	return [
		SourceFile(name, io.BytesIO(data if isinstance(data, bytes) else data.encode("utf-8")), len(data))
		for name, data in files.items()
	]


def reader(files):
	return ListReader(sources(files))


def read(name, text):
	return list(reader({name: text}))
