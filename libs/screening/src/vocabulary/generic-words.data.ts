/** Words of organisations' names that thousands of them carry. In English, with the same words as lists give them in other languages. */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  (
    'bank banking trading trade international intl internacional internationale global world worldwide group groupe grupo gruppe gruppa holding holdings capital fund funds trust partners partner ' +
    'investment investments invest finance financial insurance leasing lease credit exchange money securities asset assets wealth fiduciary mortgage ' +
    'general industry industries industrial manufacturing production products factory plant works engineering technology technologies tech technical systems system solutions software digital data electronics electronic ' +
    'service services servicios consulting consultants management enterprise enterprises business commercial commerce commercializadora comercializadora comercial development developments construction constructora building real estate properties property ' +
    'import export imports exports distribution supply logistics transport transportation trans shipping maritime marine lines line navigation airlines airline aviation air airways cargo freight travel tourism ' +
    'energy oil gas petroleum petrochemical chemical chemicals steel metals metal mining minerals power electric gold ' +
    'research institute institution university center centre central laboratory laboratories college school academy ' +
    'foundation association organization organisation society union federation committee council ministry department agency bureau authority office state national federal republic public private peoples people ' +
    'movement front party army forces force brigade battalion corps islamic relief charity charitable welfare humanitarian aid media news ' +
    'new first star golden grand royal united american asia asian europe european africa african east west north south eastern western northern southern middle gulf sea ocean ' +
    'company corporation corp co establishment est branch division complex concern house food foods medical pharma pharmaceutical health care market markets super store stores retail ' +
    'motor motors auto automotive machine machinery equipment tools parts security defense defence military inversiones inmobiliaria sociedad compania agro agricultural agriculture farm farms ' +
    'joint open closed stock limited obshchestvo predpriyatie zavod kompaniya tsentr'
  ).split(' '),
);

/** Places inside organisations' names: they tell branches apart, and are left out as often. */
export const PLACE_WORDS: ReadonlySet<string> = new Set(
  (
    'china russia iran iraq syria korea cuba usa america us uk britain england germany deutschland france spain espana italy italia netherlands holland switzerland schweiz suisse austria osterreich sweden norway denmark finland poland ' +
    'turkey turkiye egypt libya sudan somalia lebanon jordan israel palestine yemen oman qatar kuwait bahrain uae emirates dubai saudi arabia pakistan afghanistan india bangladesh malaysia singapore indonesia thailand vietnam japan taiwan hong kong ' +
    'mexico colombia venezuela brazil brasil argentina chile peru panama ecuador canada australia belarus ukraine kazakhstan uzbekistan georgia armenia azerbaijan moscow london tehran shanghai beijing dalian dandong damascus baghdad beirut ' +
    'iranian russian chinese syrian korean cuban european american'
  ).split(' '),
);

/** Words that stand between others. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  'the a an of and for in on at to by with from und der die das de del la le les el los las du des et y e van von di da do al wa fi li s'.split(
    ' ',
  ),
);

/** Short forms of words of organisations' names. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  intl: 'international',
  internatl: 'international',
  int: 'international',
  natl: 'national',
  nat: 'national',
  mfg: 'manufacturing',
  mgmt: 'management',
  mgt: 'management',
  dev: 'development',
  eng: 'engineering',
  engr: 'engineering',
  tech: 'technology',
  univ: 'university',
  inst: 'institute',
  assn: 'association',
  assoc: 'association',
  org: 'organization',
  organisation: 'organization',
  dept: 'department',
  govt: 'government',
  gen: 'general',
  ind: 'industries',
  inds: 'industries',
  indus: 'industries',
  svc: 'services',
  svcs: 'services',
  serv: 'services',
  trdg: 'trading',
  tdg: 'trading',
  imp: 'import',
  exp: 'export',
  bros: 'brothers',
  bldg: 'building',
  ctr: 'center',
  centre: 'center',
  tsentr: 'center',
  intern: 'international',
  hldg: 'holding',
  hldgs: 'holdings',
  fdn: 'foundation',
  grp: 'group',
  gruppa: 'group',
  gruppe: 'group',
  grupo: 'group',
  groupe: 'group',
  corp: 'corporation',
  co: 'company',
  us: 'usa',
  invest: 'investment',
  internacional: 'international',
  internationale: 'international',
  zavod: 'plant',
  mezhdunarodnyy: 'international',
  bankas: 'bank',
  banka: 'bank',
  banque: 'bank',
  banco: 'bank',
  defence: 'defense',
  petrol: 'petroleum',
  priborostroitelnyy: 'instrument making',
};
