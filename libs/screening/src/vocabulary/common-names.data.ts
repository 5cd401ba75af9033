/**
 * Parts of persons' names that say little because so many people have them: counted in the public list of OFAC (public domain) and in
 * published counts of given and family names. Spellings that sound alike need only one entry.
 */
export const VERY_COMMON_NAMES = (
  'muhammad mohamed ali ahmad ahmed abd abu ibrahim hassan hasan hussein husayn abdullah abdallah rahman jose maria kim reza khan john james david michael robert william ' +
  'juan carlos luis antonio manuel jesus garcia rodriguez gonzalez lopez martinez hernandez perez vladimir aleksandr alexander sergey ivan andrey lee wang li zhang chen liu yang ' +
  'jong mustafa omar umar saleh salih mahmud khalid daniel thomas smith anna'
).split(' ');

export const COMMON_NAMES = (
  'al hamid tikriti jorge chol amir aziz alberto salim sanchez khalil abbas ismail miguel ri victor viktor hadi hossein amin majid rahim torres mohsen gomez yusuf yousef jamil ' +
  'said saeed yahya musa ramon oscar bashir flores salah muhsin mario igor alvarez javier enrique karim salman rashid ramirez jamal adnan saad il martin diaz arturo awad fawaz habib fuad ' +
  'walid ho chun chang oleg sulayman yong francisco hamza fernando vargas nasser eduardo mahdi mansur su nam sultan malik latif gutierrez aleksey dmitry mikhail song ayman rafael nasir ' +
  'iqbal hisham castro nur raul reyes wei bilal adel hashim hakim rivera anwar yasin adam kamal nabil hector sergio fernandez elena denis oleksandr nikolai nikolay yuri pavel konstantin ' +
  'richard charles joseph christopher anthony mark paul donald george kenneth steven edward brian ronald kevin jason matthew gary timothy jeffrey ryan jacob nicholas eric jonathan stephen ' +
  'larry justin scott brandon benjamin samuel gregory frank patrick raymond jack dennis jerry tyler aaron henry peter adam zachary nathan walter harold kyle carl arthur roger ' +
  'mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah ' +
  'laura helen amy angela anna ruth brenda pamela nicole katherine samantha christine catherine virginia rachel janet emma julia andrea ana sofia marie eva ' +
  'johnson williams brown jones davis miller wilson anderson taylor moore jackson thompson white harris clark lewis robinson walker young allen king wright hill scott green baker adams ' +
  'nelson mitchell campbell roberts carter phillips evans turner parker collins edwards stewart morris murphy cook rogers morgan cooper peterson bailey reed kelly howard ward watson ' +
  'hans peter klaus wolfgang jurgen dieter muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann andersson johansson karlsson nilsson eriksson larsson olsson ' +
  'pierre jean michel philippe alain nicolas francois martin bernard dubois petit durand leroy giovanni giuseppe mario luigi rossi russo ferrari ' +
  'silva santos oliveira souza pereira costa ferreira almeida joao pedro paulo lucas gabriel cruz morales ortiz ruiz ramos mendoza jimenez moreno romero herrera medina aguilar castillo ' +
  'vasquez mendez chavez guzman fernandez salazar munoz rojas valencia delgado soto ' +
  'ivanov petrov smirnov kuznetsov popov vasiliev sokolov mikhailov novikov fedorov volkov aleksandrovich vladimirovich nikolaevich sergeevich ivanovich mikhailovich viktorovich ' +
  'huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang wei ming hui jun fang hong ping xin yan jing nguyen tran le pham hoang phan vu dang bui do ' +
  'park pak choe choi jung chung kang cho yun jang lim han seo shin kwon hwang an hyun min ji hyok kwang hyon kyong myong sung ung hak tae sok ' +
  'singh kumar sharma patel gupta raj kaur begum bibi islam hussain akhtar iqbal shah malik butt chaudhry mirza qureshi ansari siddiqui ' +
  'tanaka sato suzuki yamamoto watanabe takahashi nakamura kobayashi'
).split(' ');
