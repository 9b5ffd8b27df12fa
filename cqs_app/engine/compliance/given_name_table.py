"""Given names with their spellings and short forms: the table that `given_names` reads."""

# One name a line, its spellings behind it; after `|` its short and pet forms, which may belong to several names.
NAMES = """
abdullah abdallah abdulla abdulah abdullahi
abdulrahman abdelrahman abdurrahman abdirahman abdarrahman abdalrahman abdrahman
abdulaziz abdelaziz abdalaziz
abubakar abubakr aboubakar abubaker
ahmad ahmed ahmet akhmad akhmed achmad ahmadou akhmat akhmet
aleksandr alexander alexandre alejandro alessandro oleksandr aliaksandr alyaksandr alexandros aleksander aleksandar iskandar iskander aliaksandar | alex sasha alec lex sandro sascha
aleksandra alexandra oleksandra alejandra alessandra | alex sasha sandra
aleksey alexey alexei aleksei oleksiy oleksii alexis aliaksei alyaksei | alyosha lyosha
ali aly alli
amina aminah aamina
amir ameer emir
anastasia anastasiya anastasiia | nastya
anatoly anatoliy anatoli anatolii anatol anatolij | tolya
andrey andrei andriy andrii andrew andreas andre andres andrea andrzej andrej andriej | andy drew
anna ana anne ann hanna hannah ganna | annie anya
anthony antonio anton antoine antony antonius antoni | tony toni
arkady arkadiy arkadii arkadiusz
artem artyom artiom artsiom artiem artjom
asad assad asaad
ayman aymen aiman
bashar bashshar
benjamin benyamin binyamin | ben benny
bernard bernhard bernardo
boris borys
carlos carlo karl carl charles karol | charlie chuck charly
catherine katherine ekaterina yekaterina kateryna katarina catalina katharina kathryn caterina katsiaryna jekaterina ekaterini katerina | kate katie kathy katya cathy
christina kristina cristina khrystyna | tina
christian cristian kristian khristian | chris
christopher christoph kristofer christophe cristobal kristobal | chris
daniel danilo danylo danila daniil daniyal | dan danny
daoud dawood dawud daud dawoud
daniela daniella danielle
david davyd davide | dave davey
dennis denis denys
dmitry dmitri dmitriy dmitrii dmytro dzmitry dimitri dimitrios dzmitryi dmitrij dmytrii | dima mitya
edward eduard eduardo edouard edvard edoardo | ed eddie ted ned
elena yelena olena helena helen alena jelena aliona alyona | lena
elizabeth elisabeth elizaveta yelizaveta isabel elisabetta | liz beth betty lisa eliza
evgeniya yevgeniya eugenia
evgeny yevgeny evgeniy evgenii yevhen yevgeniy yevgenii eugene eugen jevgeni yevgeni evgueni yauhen yevhenii jauhen evgenij evgeni ievgen yauheni jewgeni | zhenya gene
faisal faysal feisal feysal
farid fareed ferid
fatima fatimah fatma fatemeh fatemah
fernando ferdinand hernando
francis francisco francesco francois franz frank franciszek frantisek | frank pancho paco
fyodor fedor feodor fedir theodore teodoro fiodar fiodor teodor fjodor | ted theo fedya
galina halyna
gennady gennadiy gennadi gennadii hennadiy henadz hennadii genadi guennadi
george georgy georgi giorgi georgiy jorge georges georg georgios giorgio jerzy heorhii heorgi heorhiy giorgos yorgos jordi
gholam ghulam gulam
grigory grigoriy grigori hryhoriy hryhorii gregory gregorio ryhor hryhory grigorij | greg grisha
gustavo gustav gustave
habib habeeb
haider haidar haydar heydar geidar geydar gaidar
hamad hamed hamid hameed gamid gamza
hamza hamzah hamzeh
hasan hassan hasson hassane gasan gassan
henry henri enrique heinrich enrico hendrik | harry hank
husayn hussein hussain husain hossein husein huseyin houssein hussayn hoseyn hosein gusein guseyn gusseyn
ibrahim ebrahim ibraheem ibrahima
ignacio ignatius ignatiy
igor ihor ihar
ilya ilia illia
ismail esmail ismael ismaeel esmaeil ismayil ismoil
ivan iwan
irina iryna iraida irena
jabir jaber jabbar
jafar jaafar jafer djafar cafer
jacob jakob jacques yakov yakiv giacomo yaqub yaqoob yakub yaqoub yaghoub yakau iakov jakov | jake
james jaime | jim jimmy jamie
jamal gamal djamal djamel jamel cemal
jane joan joanna johanna jeanne giovanna ioanna yoanna | janet
javad jawad javed djavad
javier xavier
john johann johannes johan jean giovanni joao jhon jhonny jon | jack johnny jonny jon hans
jonathan jonatan | jon
jose joseph josef giuseppe josep yosef iosif jozef | joe pepe
julia yulia yuliya iuliia giulia
karim kareem kerim
kenneth | ken kenny
khadija khadijah hadija
khaled khalid kalid halid
khalil khaleel halil
kim gim
konstantin constantine kostyantyn kanstantsin constantin kanstantin konstantyn | kostya
laurent lawrence lorenzo lorenz laurence | larry
lee yi rhee
leonid leanid
leo leon lev
louise luisa louisa
louis luis luigi ludwig lewis luiz | lou
lyudmila ludmila liudmila lyudmyla ljudmila | lyuda mila
mahdi mehdi mahdy mehti
mahmud mahmoud mahmood mehmood machmud
majid majeed madjid
malik maalik
manuel manoel emanuel emmanuel | manny manolo
marcus marco marcos marko mark marc markus marek
margaret margarita margarete margherita marguerite | maggie peggy meg rita greta
maria mary marie mariya mariia maryam miriam mariam meryem mariyam marija
martin martyn martino
matthew mateo matteo matthias mathieu matvey matthieu mateusz | matt
maxim maksim maksym maxime maximilian | max
michael mikhail mykhailo miguel michel mihail mikhael michal mikael mikhalis mihai mihajlo | mike mick misha mickey
michelle michaela michela
mohammed muhammad mohamed mohammad muhammed mohamad muhamed mehmet mahomed mohamud mukhamed magomed mohd muhamad mohamoud muh muhd mhd moh mohamadou mamadou mochamad mochammad mukhammad mukhammed muxammad magomet | md
mujahid mojahed
mustafa mostafa moustafa mustapha moustapha
musa moosa moussa mousa moses moshe
nadezhda nadiya nadia
nasir nasser naser nassir
natalia natalya nataliya natalie nataliia natallia natalja natali | natasha
nicole nicola
nicholas nikolay nikolai nicolas mykola mikalai nikolas nikolaos nicolae mikola mikalaj nikolaj | nick kolya nico
nur noor nour
oleg oleh aleh
olga olha volha olja
omar umar omer oumar umer cumar
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
robert roberto | bob rob bobby robbie bert
roland rolando
roman raman
ronald ronaldo | ron ronnie
said saeed saeid sayeed
salah saleh salih
salim saleem selim
salman selman
samir sameer
samuel samuil | sam sammy
sergey sergei serhiy serhii sergio serge serzh sergii siarhei sergej siarhey siarhiej serhij serhi syarhey | seryozha
sharif shareef sherif cherif
simon simeon semyon semion szymon shimon simone semen
stanislav stanislaw stanislau stanislas | stas slava
stephen steven stefan esteban etienne stepan stefano stjepan stephan | steve
sulayman suleiman sulaiman soleiman suleyman soliman solomon souleymane
svetlana svitlana sviatlana swetlana | sveta
tahir taher tahar
tariq tarek tareq tarik
tatiana tatyana tetyana tetiana tatsiana tatjana | tanya
thomas tomas tommaso foma tomasz | tom tommy
timothy timofey tymofiy | tim
vadim vadym
valentin valentyn
valeria valeriya
valery valeriy valeri valerii valeriu
vasily vasiliy vasyl vasili vassily vasilii basil | vasya
viktor victor vittorio viktar | vic vitya
viktoria victoria viktoriya | vicky vika
vitaly vitaliy vitali vitalii vital vitalij
vladimir volodymyr uladzimir wladimir vladimer vlodymyr vladymyr uladzimer vladimiro bladimir volodimir volodymir | vova volodya vlad
vladislav vladyslav uladzislau wladyslaw | vlad
vyacheslav viacheslav vyacheslau viachaslau | slava
walid waleed oualid walled ouleed
wang huang
william guillermo wilhelm guillaume willem guglielmo willian wiliam wilian | bill will billy willy liam
wilhelmina wilma
yahya yehia yahia
yaroslav iaroslav yaroslau jaroslav jaroslaw | slava
yasir yasser yaser
yusuf yousef youssef yusef yusif yousif yusof yosuf
yuri yury yuriy iurii youri iouri jurij juri iurij iury yurii yuryi
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
zain zayn zein zine zeyn zayne
zaid zayd zayed
gleb hleb
iyad eyad ayad iyyad
wael wail wayel
faiz fayez fayiz faez
fadi fady
firas feras firass
hani hany
hatim hatem
hisham hesham hicham hishaam
imad emad imaad
isa issa eisa essa
jibril gibril jebril djibril gabril jabril
kamal kamel kemal kamil
luay loay louay
maher mahir
mazen mazin
nabil nabeel
nadim nadeem
naim naeem nayeem
nawaf nawwaf
nidal nedal
rami ramy
rafiq rafik rafeek
riyad riad riyadh riaz riyaz
saad sad saed
shakir shaker
shukri shoukri choukri
sufyan sufian soufiane sofiane sofian
tawfiq taufik toufik tewfik taoufik tawfik towfiq
wahid waheed
yunus younes younis yunis yunes younus
zaki zaky
ziyad ziad zeyad zyad
zuhair zouhair zuhayr zoheir zuheir
bassam basam
bassem basem basim bassim
adel adil
adnan adnane
akram ekrem
amin ameen emin amine
anas anass enes
anwar anouar enver
arif aref areef
atef atif
aziz azeez asis
fahd fahad
fawzi fouzi faouzi fevzi
fuad fouad fuat
haitham haytham hitham haissam
idris idriss edris
ihsan ehsan
ilyas elias elyas ilias
jalal galal djalal celal jelal
latif lateef
lutfi lotfi loutfi
mansur mansour mansoor mansor
marwan merouane marouane
masud masoud massoud masood mesut
mazhar mezhar
mubarak mobarak mubarek
munir mounir muneer monir
murad mourad murat morad
murtaza morteza mortaza murtada
nizar nezar
qadir qader kader kadir
qais qays kais kays qeis
rauf raouf raoof
sadiq sadik sadegh sadeq siddiq sadek
sami samy
shahid shaheed
shamil chamil
sultan soltan
thabit sabit
wasim waseem
zahir zaher zaheer
zubair zubayr zoubair zubeyr
zulfiqar zolfaghar zulfikar
aisha aysha ayesha aicha
zahra zohra zehra
zainab zeinab zaynab zineb zeynep
layla leila laila leyla
huda hoda houda
asma asmaa esma
samira sameera
alfonso alphonse alfons
angel angelo
angela angele
angelica angelika angelique
bogdan bohdan
cesar cezar cesare
claudia klaudia
claudio klaudio claude claudius klaus
emil emilio emile emiliano
erik eric erich erick
ernest ernesto ernst
eva yeva ewa
evangelos vangelis
felix feliks
german herman hermann germano
hector hektor
humberto umberto humbert
agnes ines inez agnieszka
jerome geronimo jeronimo
joaquin joachim joakim
julian julien yulian
julio julius jules giulio
kirill kiril cyril kyrylo cyrille kiryl
larisa larysa larissa
lucas luke luka lukas luca lukasz
lucia lucy lucie luz
luciano lucien
marcelo marcel marcello
mariana marianna
marina maryna
mauricio maurice moritz maurizio
miroslav myroslav miroslaw
monica monika monique
oksana oxana
octavio octave ottavio
oscar oskar
pascal pasquale pascual
ramadan ramzan ramazan ramdane
raul raoul
rene renato
rinat renat
rodolfo rudolf rodolphe rudolph
rostislav rostyslav
ruben reuben rouben
rustam rustem roustam
salvador salvatore sauveur
sara sarah sarra
sebastian sebastien sebastiano
silvia sylvia sylvie
sofia sophia sofya sofiya sophie
timur temur teymur teimuraz
vera viera
veronica veronika
vsevolod usevalad
yana jana iana
zoya zoia
"""
# Names that are written in one way only.
PLAIN = """
adam bilal jan jesus juan mario roberta ruslan taha tamara ronan wayne ghassan alvaro borislav branko bruno
denise diego dragan filiberto gonzalo hugo inna marat milan milorad nestor nina orlando ostap radovan ratko
rodrigo ruth santiago saul silvio taras tobias wolfgang zoran tomislav goran dejan nebojsa slobodan svetozar
vojislav zeljko
"""
