"""Given names: what is one name under several spellings, what is short for it, and which names are not each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cqs_app.engine.compliance.sounds import sound

# One name a line, its spellings behind it; after `|` its short and pet forms, which may belong to several names.
_NAMES = """
abdullah abdallah abdulla abdulah abdullahi
abdulrahman abdelrahman abdurrahman abdirahman abdarrahman abdalrahman abdrahman
abdulaziz abdelaziz abdalaziz
abubakar abubakr aboubakar abubaker
adam
ahmad ahmed ahmet akhmad akhmed achmad ahmadou
aleksandr alexander alexandre alejandro alessandro oleksandr aliaksandr alyaksandr alexandros aleksander aleksandar iskandar iskander | alex sasha alec lex sandro sascha
aleksandra alexandra oleksandra alejandra alessandra | alex sasha sandra
aleksey alexey alexei aleksei oleksiy oleksii alexis aliaksei alyaksei | alyosha lyosha
ali aly alli
amina aminah aamina
amir ameer emir
anastasia anastasiya anastasiia | nastya
anatoly anatoliy anatoli anatolii anatol | tolya
andrey andrei andriy andrii andrew andreas andre andres andrea andrzej andrej | andy drew
anna ana anne ann hanna hannah | annie anya
anthony antonio anton antoine antony antonius antoni | tony toni
arkady arkadiy arkadii
artem artyom artiom
asad assad asaad
ayman aymen aiman
bashar bashshar
benjamin benyamin binyamin | ben benny
bernard bernhard bernardo
bilal
boris borys
carlos carlo karl carl charles karol | charlie chuck charly
catherine katherine ekaterina yekaterina kateryna katarina catalina katharina kathryn caterina | kate katie kathy katya cathy
christina kristina cristina khrystyna | tina
christian cristian kristian khristian | chris
christopher christoph kristofer christophe cristobal | chris
daniel danilo danylo danila daniil daniyal | dan danny
daoud dawood dawud daud dawoud
daniela daniella danielle
david davyd davide | dave davey
dennis denis denys
dmitry dmitri dmitriy dmitrii dmytro dzmitry dimitri dimitrios | dima mitya
edward eduard eduardo edouard edvard edoardo | ed eddie ted ned
elena yelena olena helena helen alena jelena | lena
elizabeth elisabeth elizaveta yelizaveta isabel elisabetta | liz beth betty lisa eliza
evgeniya yevgeniya eugenia
evgeny yevgeny evgeniy evgenii yevhen yevgeniy yevgenii eugene eugen jevgeni yevgeni evgueni | zhenya gene
faisal faysal feisal feysal
farid fareed ferid
fatima fatimah fatma fatemeh fatemah
fernando ferdinand hernando
francis francisco francesco francois franz frank franciszek frantisek | frank pancho paco
fyodor fedor feodor fedir theodore teodoro | ted theo fedya
galina halyna
gennady gennadiy gennadi gennadii hennadiy henadz
george georgy georgi giorgi georgiy jorge georges georg georgios giorgio jerzy heorhii
gholam ghulam gulam
grigory grigoriy grigori hryhoriy hryhorii gregory gregorio ryhor | greg grisha
gustavo gustav gustave
habib habeeb
haider haidar haydar heydar geidar geydar gaidar
hamad hamed hamid hameed
hamza hamzah hamzeh
hasan hassan hasson hassane
henry henri enrique heinrich enrico hendrik | harry hank
husayn hussein hussain husain hossein husein huseyin houssein hussayn hoseyn hosein
ibrahim ebrahim ibraheem ibrahima
ignacio ignatius ignatiy
igor ihor
ilya ilia illia
ismail esmail ismael ismaeel esmaeil ismayil ismoil
ivan iwan
irina iryna iraida
jabir jaber jabbar
jafar jaafar jafer djafar cafer
jacob jakob jacques yakov yakiv giacomo yaqub yaqoob yakub yaqoub yaghoub | jake
james jaime | jim jimmy jamie
jamal gamal djamal djamel jamel cemal
jan
jane joan joanna johanna jeanne giovanna ioanna yoanna | janet
javad jawad javed djavad
javier xavier
jesus
john johann johannes johan jean giovanni joao | jack johnny jonny jon hans
jonathan jonatan | jon
jose joseph josef giuseppe josep yosef iosif jozef | joe pepe
juan
julia yulia yuliya iuliia giulia
karim kareem kerim
kenneth | ken kenny
khadija khadijah hadija
khaled khalid kalid halid
khalil khaleel halil
kim gim
konstantin constantine kostyantyn kanstantsin constantin | kostya
laurent lawrence lorenzo lorenz laurence | larry
lee yi rhee
leonid leanid
leo leon lev
louise luisa louisa
louis luis luigi ludwig lewis luiz | lou
lyudmila ludmila liudmila lyudmyla | lyuda mila
mahdi mehdi mahdy mehti
mahmud mahmoud mahmood mehmood machmud
majid majeed madjid
malik maalik
manuel manoel emanuel emmanuel | manny manolo
marcus marco marcos marko mark marc markus marek
margaret margarita margarete margherita marguerite | maggie peggy meg rita greta
maria mary marie mariya mariia maryam miriam mariam
mario
martin martyn martino
matthew mateo matteo matthias mathieu matvey matthieu mateusz | matt
maxim maksim maksym maxime maximilian | max
michael mikhail mykhailo miguel michel mihail mikhael michal mikael mikhalis mihai mihajlo | mike mick misha mickey
michelle michaela michela
mohammed muhammad mohamed mohammad muhammed mohamad muhamed mehmet mahomed mohamud mukhamed magomed mohd muhamad mohamoud | md
mujahid mojahed
mustafa mostafa moustafa mustapha moustapha
musa moosa moussa mousa moses moshe
nadezhda nadiya nadia
nasir nasser naser nassir
natalia natalya nataliya natalie nataliia | natasha
nicole nicola
nicholas nikolay nikolai nicolas mykola mikalai nikolas nikolaos nicolae | nick kolya nico
nur noor nour
oleg oleh
olga olha volha
omar umar omer oumar
osama usama oussama
osman uthman othman ousmane usman
park pak bak
patrick patricio patrik | pat paddy
paula paola
pavel pavlo paul pablo paolo pawel paulo paval
peter pyotr petr petro pedro pierre piotr pietro piet pyatro | pete petya
philip felipe philippe filipp philipp phillip pylyp | phil
qasim qasem kassem kasim kassim ghasem
rafael raphael rafaello
rahim raheem
rashid rasheed rashed rachid
raymond ramon raimundo | ray
reza rida ridha reda riza
ricardo richard riccardo | rick dick ricky rich
roberta
robert roberto | bob rob bobby robbie bert
roland rolando
roman raman
ronald ronaldo | ron ronnie
ruslan
said saeed saeid sayeed
salah saleh salih
salim saleem selim
salman selman
samir sameer
samuel samuil | sam sammy
sergey sergei serhiy serhii sergio serge serzh sergii siarhei sergej | seryozha
sharif shareef sherif cherif
simon simeon semyon semion szymon shimon simone semen
stanislav stanislaw stanislau stanislas | stas slava
stephen steven stefan esteban etienne stepan stefano stjepan stephan | steve
sulayman suleiman sulaiman soleiman suleyman soliman solomon souleymane
svetlana svitlana sviatlana | sveta
taha
tahir taher tahar
tamara
tariq tarek tareq tarik
tatiana tatyana tetyana tetiana tatsiana | tanya
thomas tomas tommaso foma tomasz | tom tommy
timothy timofey tymofiy | tim
vadim vadym
valentin valentyn
valeria valeriya
valery valeriy valeri valerii valeriu
vasily vasiliy vasyl vasili vassily vasilii basil | vasya
viktor victor vittorio viktar | vic vitya
viktoria victoria viktoriya | vicky vika
vitaly vitaliy vitali vitalii vital
vladimir volodymyr uladzimir wladimir vladimer vlodymyr vladymyr | vova volodya vlad
vladislav vladyslav uladzislau wladyslaw | vlad
vyacheslav viacheslav vyacheslau viachaslau | slava
walid waleed oualid
wang huang
william guillermo wilhelm guillaume willem guglielmo | bill will billy willy liam
wilhelmina wilma
yahya yehia yahia
yaroslav iaroslav yaroslau | slava
yasir yasser yaser
yusuf yousef youssef yusef yusif yousif yusof yosuf
yuri yury yuriy iurii youri iouri
zachary zakaria zakariya zakariyya zakarya
abigail | abby gail
albert alberto | al bert
alfred alfredo | al fred alf fredo
amanda | mandy
arthur arturo artur | art
barbara varvara | barb babs
bradley | brad
brian bryan
calvin | cal
charlotte carlota | lottie
clifford | cliff
cynthia | cindy
deborah debora | deb debbie
donald | don donnie
dorothy dorothea | dot dottie
douglas | doug
eleanor eleonora leonor | ellie nell
emily emilia
frederick frederic federico friedrich fredrik | fred freddy fritz rick
gabriel gabriele | gabe
gabriela gabriella
gerald gerard gerardo gerhard | gerry jerry
gilbert gilberto | gil
harold harald | harry hal
herbert heriberto | herb bert
jacqueline | jackie
jeffrey geoffrey jeffery | jeff geoff
jennifer | jen jenny
jessica | jess jessie
joshua | josh
judith | judy
kimberly | kim
leonard leonardo leonhard | len lenny leo
madeleine magdalena madeline | maddie lena
mitchell | mitch
nathan nathaniel natan | nate
oliver olivier | ollie
pamela | pam
patricia patrizia | pat patty trish
rebecca | becky
reginald | reggie
roger rogelio ruggero
ronan
rosemary rosmarie | rose
samantha | sam
stanley | stan
stephanie stefanie estefania | steph
susan suzanne susanna susana zuzana | sue susie
terence terrence | terry
theresa teresa tereza | terry tess
vincent vincente vicente vincenzo | vince vinny
virginia | ginny
walter gualtiero | walt wally
wayne
zain zayn zein zine zeyn zayne
zaid zayd zayed
"""
# Shared by so many people that the name alone says less.
_USUAL = frozenset(
	"mohammed ahmad ali hasan husayn abdullah mahmud omar khaled ibrahim yusuf mustafa jose juan maria john ivan sergey "
	"aleksandr vladimir andrey aleksey kim lee wang park anna michael david carlos louis nicholas said".split()
)
USUAL_WEIGHT = 0.85


class _Table:
	def __init__(self) -> None:
		self.name: dict[str, str] = {}
		self.short: dict[str, frozenset[str]] = {}
		heard: dict[str, set[str]] = defaultdict(set)
		for line in _NAMES.strip().splitlines():
			spellings, _bar, short = line.partition("|")
			own = spellings.split()[0]
			for spelling in spellings.split():
				self.name.setdefault(spelling, own)
				heard[sound(spelling)].add(own)
			for pet in short.split():
				self.short[pet] = self.short.get(pet, frozenset()) | {own}
		# A sound that two names share tells neither.
		self.heard: Mapping[str, str] = {key: next(iter(own)) for key, own in heard.items() if len(own) == 1}


_TABLE = _Table()


def name_of(word: str) -> str:
	"""`mykola` -> nicholas; by its spelling, else by its sound. Empty for a name that the table does not know."""
	return _TABLE.name.get(word) or _TABLE.heard.get(sound(word), "")


def is_short_for(pet: str, word: str) -> bool:
	"""`Bill` for `William`; also for its other spellings."""
	return name_of(word) in long_forms(pet)


def long_forms(pet: str) -> frozenset[str]:
	"""The names that it is short for."""
	return _TABLE.short.get(pet, frozenset())


def is_given(word: str) -> bool:
	"""Of the table, or one of the Arabic names that begin with `abd` and `abu`."""
	return bool(name_of(word)) or word.startswith(("abd", "abu"))


def is_usual(word: str) -> bool:
	return name_of(word) in _USUAL
