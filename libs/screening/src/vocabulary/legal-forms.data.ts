/**
 * Legal forms and how they are written, in Latin letters as the transliteration leaves them. The families tell which forms can stand for each
 * other in another language: a Russian OOO is what is called a limited liability company, and never a GmbH's opposite.
 */
export type FormFamily = 'LIMITED' | 'STOCK' | 'PARTNERSHIP' | 'NONPROFIT' | 'STATE' | 'SOLE' | 'COMPANY';

export const LEGAL_FORMS: readonly (readonly [form: string, families: string, spellings: string])[] = [
  ['COMPANY', 'COMPANY', 'company|co|comp|cie|compagnie|compania|cia|companhia|companyi|kompaniya|kompania|firma|sirketi|sirket|gongsi|gs'],
  ['CORPORATION', 'COMPANY|STOCK', 'corporation|corp|korporatsiya|korporatsia'],
  ['INC', 'COMPANY|STOCK', 'incorporated|inc|incorporation|incorporee'],
  ['LTD', 'LIMITED|COMPANY|STOCK', 'limited|ltd|lmtd|ltda|limitada|limitee|ltee|limitd|youxian'],
  [
    'LTD',
    'LIMITED|COMPANY|STOCK',
    'company limited|co limited|co ltd|coltd|youxian gongsi|private limited|pvt ltd|pvt limited|pte ltd|pte limited|pty ltd|pty limited|sdn bhd|pvt|pte|pty|pt|tbk|youxian zeren gongsi',
  ],
  [
    'LLC',
    'LIMITED',
    'llc|l l c|limited liability company|limited liability co|limited liability corp|with limited liability|wll|w l l|fz llc|fzllc|fzco|fze|fz|fzc|dmcc|dwc llc',
  ],
  [
    'LLC',
    'LIMITED',
    'ooo|ooo|obshchestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu|tov|tovarystvo z obmezhenoyu vidpovidalnistyu|too|tovarishchestvo s ogranichennoy otvetstvennostyu|mchzh|eood|ood|sia|uab|ou|osauhing',
  ],
  [
    'GMBH',
    'LIMITED',
    'gmbh|g m b h|gesellschaft mit beschrankter haftung|gesellschaft mit beschraenkter haftung|gesmbh|ggmbh|ug|ug haftungsbeschrankt',
  ],
  ['SARL', 'LIMITED', 'sarl|s a r l|societe a responsabilite limitee|sarlau|eurl'],
  [
    'SRL',
    'LIMITED',
    'srl|s r l|societa a responsabilita limitata|societatea cu raspundere limitata|sociedad de responsabilidad limitada|s de rl|s de rl de cv|s de r l de cv',
  ],
  ['SL', 'LIMITED', 'sl|s l|slu|sociedad limitada'],
  ['BV', 'LIMITED', 'bv|b v|besloten vennootschap|bvba|sprl|besloten vennootschap met beperkte aansprakelijkheid'],
  [
    'SPZOO',
    'LIMITED',
    'sp z o o|spolka z ograniczona odpowiedzialnoscia|sp zoo|spol s r o|sro|s r o|doo|d o o|kft|korlatolt felelossegu tarsasag|aps|anpartsselskab|lda',
  ],
  ['GK', 'LIMITED', 'godo kaisha|gk|yugen kaisha|yk|yuhan hoesa'],
  ['AG', 'STOCK', 'ag|a g|akg|aktiengesellschaft|aktien gesellschaft|aktgesellschaft'],
  [
    'SA',
    'STOCK',
    's a|societe anonyme|sociedad anonima|sociedade anonima|sa de cv|s a de c v|s a de cv|sab de cv|sapi de cv|sas|s a s|saoc|saog|sal|s a l|sa',
  ],
  ['SPA', 'STOCK', 'spa|s p a|societa per azioni'],
  ['NV', 'STOCK', 'nv|n v|naamloze vennootschap'],
  ['PLC', 'STOCK|LIMITED', 'plc|p l c|public limited company|public limited co|berhad|bhd'],
  ['AB', 'STOCK|LIMITED', 'ab|aktiebolag|aktiebolaget|asa|a s|aktieselskab|aksjeselskap|oy|oyj|osakeyhtio|anonim sirketi|anonim sirket|as'],
  ['KK', 'STOCK|LIMITED', 'kabushiki kaisha|kabushiki gaisha|kk|k k|zhushi huishe|chusik hoesa|jusik hoesa'],
  [
    'JSC',
    'STOCK',
    'jsc|j s c|joint stock company|joint stock co|joint stock|ojsc|open joint stock company|cjsc|closed joint stock company|pjsc|public joint stock company|psc|p j s c|public stock company|joynt stock company|joint stock compan',
  ],
  [
    'JSC',
    'STOCK',
    'ao|oao|zao|pao|nao|ooao|aktsionernoe obshchestvo|aktsionernoye obshchestvo|otkrytoe aktsionernoe obshchestvo|otkrytoye aktsionernoye obshchestvo|zakrytoe aktsionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|pat|prat|aktsionerne tovarystvo|ad|a d|akcionarsko drustvo|asc|dd|d d',
  ],
  [
    'LP',
    'PARTNERSHIP',
    'lp|l p|limited partnership|kg|k g|kommanditgesellschaft|gmbh co kg|gmbh and co kg|gmbh und co kg|cv|commanditaire vennootschap|sca|slp|scsp|partnership|komanditni spolecnost',
  ],
  ['LLP', 'PARTNERSHIP|LIMITED', 'llp|l l p|limited liability partnership|lllp'],
  ['GP', 'PARTNERSHIP', 'gp|general partnership|ohg|offene handelsgesellschaft|snc|s n c|vof|societe en nom collectif'],
  ['NA', 'STOCK', 'n a|national association'],
  [
    'FOUNDATION',
    'NONPROFIT',
    'ev|e v|eingetragener verein|stiftung|ano|avtonomnaya nekommercheskaya organizatsiya|autonomous nonprofit organization|autonomous non profit organization|nko|fond|ngo|npo|asbl|vzw',
  ],
  [
    'STATE',
    'STATE',
    'fgup|gup|federal state unitary enterprise|state unitary enterprise|federalnoe gosudarstvennoe unitarnoe predpriyatie|fsue|sue|rue|rup|sup|eop|gp',
  ],
  ['SOLE', 'SOLE', 'ip|individualnyy predprinimatel|individual entrepreneur|fop|e k|eirl|firma individual'],
];
