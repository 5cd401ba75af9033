import { company, formerly, inLatin, named, person, trading } from './describe.js';
import type { SampleCustomer } from './sample-customer.js';

/** Customers and owners as Borealis Compute knows them; all made up. */
export const BOREALIS_CUSTOMERS: readonly SampleCustomer[] = [
  // The holding that the two other providers know as well, and the person behind it, by passport.
  company('veldhuis-nv', {
    names: [named('Veldhuis Holding')],
    seat: ['Meeuwenlaan 1002', 'Utrecht', 'NL'],
    registration: '00910042',
    lei: '00TMVELDHUISHOLD0083',
  }),
  person('m-a-veldhuis', {
    names: [named('M. A. Veldhuis')],
    home: ['Meeuwenlaan 1000', 'Utrecht', 'NL'],
    born: '1961-04-09',
    nationality: 'NL',
    passport: 'NXTM00611',
  }),
  company(
    'polar-translate',
    {
      names: [named('Polar Translate Oy'), trading('PolarTranslate')],
      seat: ['Esimerkkitie 42', 'Oulu', 'FI'],
      registration: '0094204-2',
      lei: '00TMPOLARTRANSLA0003',
    },
    {
      domain: 'polar-translate.example',
      phone: '+358942450142',
      purpose: 'Translates between the languages of the north.',
      use: 'Pretraining of translation models, twice a year.',
      sector: 'Artificial intelligence',
      ip: '192.0.2.200',
      level: 'ENHANCED',
    },
  ),
  // A family that acts together: neither of the two holds enough alone.
  person('yusuf-sanabili', {
    names: [named('يوسف السنابلي', 'Arab'), inLatin('Yusuf al-Sanabili')],
    home: ['Example Tower 42', 'Sharjah', 'AE'],
    born: '1950-05-05',
    nationality: 'AE',
  }),
  person('amira-sanabili', {
    names: [named('أميرة السنابلي', 'Arab'), inLatin('Amira al-Sanabili')],
    home: ['Example Tower 42', 'Sharjah', 'AE'],
    born: '1981-01-30',
    nationality: 'AE',
  }),
  person('karim-sanabili', {
    names: [named('كريم السنابلي', 'Arab'), inLatin('Karim al-Sanabili')],
    home: ['Example Tower 17', 'Sharjah', 'AE'],
    born: '1984-08-19',
    nationality: 'AE',
  }),
  company(
    'sanabili-genomics',
    {
      names: [named('السنابلي للجينوم ش.ذ.م.م', 'Arab'), inLatin('Al Sanabili Genomics FZ-LLC')],
      seat: ['Sample Free Zone 42', 'Sharjah', 'AE'],
      registration: 'TM-000042',
    },
    {
      domain: 'sanabili-genomics.example',
      phone: '+97142000142',
      purpose: 'Reads the genomes of date palms.',
      use: 'Genomics pipelines; a protein language model is planned.',
      sector: 'Agricultural genomics',
      ip: '198.51.100.201',
      level: 'IDENTIFIED',
    },
  ),
  // No shares at all: the foundation names the board.
  company('meridian-stiftung', {
    names: [named('Meridian-Stiftung für offene Sprachen')],
    seat: ['Musterweg 42', 'Chur', 'CH'],
    registration: 'CHE-000.942.042',
  }),
  company(
    'open-tongues',
    {
      names: [named('Open Tongues Company Limited by Guarantee')],
      seat: ['42 Sample Quay', 'Galway', 'IE'],
      registration: '0942777',
    },
    {
      domain: 'open-tongues.example',
      phone: '+35315550142',
      purpose: 'Publishes language models for small languages.',
      use: 'Pretraining of open language models.',
      sector: 'Charity',
      ip: '198.51.100.222',
      level: 'BASIC',
    },
  ),
  // One of its owners stands on the sample list.
  person('casimir-drovantis', {
    names: [named('Казимир Дровантис', 'Cyrl'), inLatin('Casimir Drovantis')],
    home: ['Odos Paradeigmatos 42', 'Limassol', 'CY'],
    born: '1964-02-29',
    nationality: 'CY',
    passport: 'KTM640229',
  }),
  company(
    'halcyon-freight',
    {
      names: [named('Halcyon Freight Analytics Ltd')],
      seat: ['Odos Paradeigmatos 7', 'Limassol', 'CY'],
      registration: 'HE 942042',
      lei: '00TMHALCYONFREIG0023',
    },
    {
      domain: 'halcyon-freight.example',
      phone: '+35722000142',
      purpose: 'Plans routes of container ships.',
      use: 'Optimisation and small forecasting models.',
      sector: 'Logistics',
      ip: '203.0.113.201',
      level: 'BASIC',
    },
  ),
  company(
    'starharbour',
    {
      names: [named('Starharbour Compute Pte. Ltd.'), { text: '星港计算私人有限公司', kind: 'TRADING', script: 'Hani' }],
      seat: ['42 Example Crescent', 'Singapore', 'SG'],
      registration: '202600042T',
      lei: '00TMSTARHARBOUR00041',
    },
    {
      domain: 'starharbour.example',
      phone: '+6561000177',
      purpose: 'Rents out compute to schools in South-East Asia.',
      use: 'Whatever its own customers run.',
      sector: 'Cloud resale',
      ip: '203.0.113.210',
      level: 'IDENTIFIED',
    },
  ),
  person(
    'lim-shu-yun',
    {
      names: [named('Lim Shu Yun'), { text: '林淑云', kind: 'ALIAS', script: 'Hani' }],
      home: ['42 Example Crescent', 'Singapore', 'SG'],
      born: '1987-03-02',
      nationality: 'SG',
    },
    {
      domain: 'lin-shuyun.example',
      phone: '+6561000143',
      purpose: 'Evening school.',
      use: 'Inference of published language models.',
      sector: 'Education',
      ip: '203.0.113.121',
    },
  ),
  company(
    'hanbit-eoneo',
    {
      names: [named('주식회사 한빛언어', 'Kore'), inLatin('Hanbit Eoneo Co., Ltd.'), formerly('Hanbit Beonyeok Co., Ltd.', '2024-01-01')],
      seat: ['예시로 42', '대전광역시', 'KR'],
      registration: '000042-0094204',
      lei: '00TMHANBITLANG000016',
    },
    {
      domain: 'hanbit-eoneo.example',
      phone: '+8222000142',
      purpose: 'Dictionaries and what can be asked of them.',
      use: 'Fine-tuning of published language models.',
      sector: 'Publishing',
      ip: '203.0.113.230',
    },
  ),
];
