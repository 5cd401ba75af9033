import { company, formerly, inLatin, named, person, trading } from './describe.js';
import type { SampleCustomer } from './sample-customer.js';

/**
 * Who might have rented the compute clusters of the trace. The trace names nobody: every person, company, number and address here is made up.
 * LEIs have the prefix 00TM, which no issuer has; telephone numbers are from ranges for fiction or lead nowhere; domains end in .example.
 */
export const ITP_CUSTOMERS: readonly SampleCustomer[] = [
  // Three deep over three countries: a person (NL) over a holding (NL) over an investment company (NO) over who rents (SE).
  person('marijke-veldhuis', {
    names: [named('Marijke Anneloes Veldhuis')],
    home: ['Meeuwenlaan 1000', 'Utrecht', 'NL'],
    born: '1961-04-09',
    nationality: 'NL',
    passport: 'NXTM00611',
  }),
  company('veldhuis-holding', {
    names: [named('Veldhuis Holding N.V.'), formerly('Veldhuis Scheepswerven N.V.', '1998-01-01')],
    seat: ['Meeuwenlaan 1002', 'Utrecht', 'NL'],
    registration: '00910042',
    lei: '00TMVELDHUISHOLD0083',
    legalForm: 'B5PM',
  }),
  company('veldhuis-nordic', {
    names: [named('Veldhuis Nordic Invest AS')],
    seat: ['Eksempelgata 12', 'Bergen', 'NO'],
    registration: '000910421',
    lei: '00TMVELDHUISNORD0015',
  }),
  company(
    'lindqvist-robotik',
    {
      names: [named('Lindqvist Robotik Aktiebolag'), trading('Lindqvist Robotics')],
      seat: ['Provgatan 4', 'Västerås', 'SE'],
      registration: '000042-0417',
      lei: '00TMLINDQVISTROB0032',
    },
    {
      domain: 'lindqvist-robotik.example',
      phone: '+46846500412',
      purpose: 'Builds gripping robots for warehouses and trains what steers them.',
      use: 'Training and simulation of control policies, some ten runs a month.',
      sector: 'Industrial robotics',
      ip: '192.0.2.17',
      level: 'ENHANCED',
    },
  ),
  person('sixten-lindqvist', {
    names: [named('Sixten Bo Lindqvist')],
    home: ['Provgatan 9', 'Västerås', 'SE'],
    born: '1978-11-23',
    nationality: 'SE',
  }),
  company(
    'hanse-sprachmodelle',
    {
      names: [named('Hanse Sprachmodelle GmbH')],
      seat: ['Beispielkai 7', 'Lübeck', 'DE'],
      registration: 'HRB 900042 HL',
      lei: '00TMHANSESPRACH00003',
      legalForm: '2HBR',
    },
    {
      domain: 'hanse-sprachmodelle.example',
      phone: '+493023125042',
      purpose: 'Makes language models for harbour authorities and shipping lines.',
      use: 'Pretraining of a language model in Low German and its neighbours, then fine-tuning.',
      sector: 'Artificial intelligence',
      ip: '192.0.2.33',
      level: 'ENHANCED',
    },
  ),
  person('jutta-reimers', {
    names: [named('Jutta Wiebke Reimers')],
    home: ['Beispielkai 31', 'Lübeck', 'DE'],
    born: '1983-02-14',
    nationality: 'DE',
  }),
  company(
    'tanaka-keisan',
    {
      names: [named('株式会社タナカ計算研究所', 'Jpan'), inLatin('Kabushiki Kaisha Tanaka Keisan Kenkyujo')],
      seat: ['見本町 4-2', '浜松市', 'JP'],
      registration: '0000-01-900042',
      lei: '00TMTANAKAKEISAN0075',
    },
    {
      domain: 'tanaka-keisan.example',
      phone: '+81312345678',
      purpose: 'Computes how instruments sound before they are built.',
      use: 'Simulation of air and strings; small neural networks for what the simulation is too slow for.',
      sector: 'Musical instruments',
      ip: '198.51.100.8',
      level: 'IDENTIFIED',
    },
  ),
  person('tanaka-hiroto', {
    names: [named('田中 紘翔', 'Jpan'), inLatin('Tanaka Hiroto')],
    home: ['見本町 4-9', '浜松市', 'JP'],
    born: '1970-08-30',
    nationality: 'JP',
  }),
  company(
    'alatau-esepteu',
    {
      names: [named('«Алатау Есептеу» ЖШС', 'Cyrl'), inLatin('Alatau Esepteu LLP')],
      seat: ['Үлгі көшесі 42', 'Алматы', 'KZ'],
      registration: '000940000042',
    },
    {
      domain: 'alatau-esepteu.example',
      phone: '+77272500142',
      purpose: 'Forecasts water in mountain rivers for farmers.',
      use: 'Weather and snow simulation, inference of its own small models.',
      sector: 'Agriculture',
      ip: '198.51.100.77',
      level: 'BASIC',
    },
  ),
  person('yerlan-saparbekov', {
    names: [named('Ерлан Сапарбеков', 'Cyrl'), inLatin('Yerlan Saparbekov')],
    home: ['Үлгі көшесі 7', 'Алматы', 'KZ'],
    born: '1969-12-05',
    nationality: 'KZ',
  }),
  company(
    'mtis-amindi',
    {
      names: [named('შპს მთის ამინდი', 'Geor'), inLatin('Mtis Amindi LLC')],
      seat: ['ნიმუშის ქუჩა 3', 'ქუთაისი', 'GE'],
      registration: '000942042',
    },
    {
      domain: 'mtis-amindi.example',
      phone: '+995322500142',
      purpose: 'Weather for mountain roads; took over the account of a partner in spring 2021.',
      use: 'Weather simulation.',
      sector: 'Meteorology',
      ip: '198.51.100.90',
      level: 'BASIC',
    },
  ),
  company(
    'orchard-compute',
    {
      names: [named('Orchard Compute Resale Limited'), trading('Orchard Compute')],
      seat: ['42 Specimen Row', 'Leeds', 'GB'],
      registration: '00TM0042',
      lei: '00TMORCHARDCOMP00029',
      legalForm: 'H0PO',
    },
    {
      domain: 'orchard-compute.example',
      phone: '+442079460123',
      purpose: 'Rents out accelerators by the hour to small teams.',
      use: 'Whatever its own customers run.',
      sector: 'Cloud resale',
      ip: '203.0.113.5',
      level: 'IDENTIFIED',
    },
  ),
  person(
    'aurelie-montclair',
    {
      names: [named('Aurélie Montclair-Duvallon')],
      home: ["12 rue de l'Exemple", 'Grenoble', 'FR'],
      born: '1990-06-21',
      nationality: 'FR',
      passport: '00TM90621',
    },
    {
      domain: 'montclair-duvallon.example',
      phone: '+33199001234',
      purpose: 'A doctoral thesis on protein folding.',
      use: 'Training of small graph networks and their evaluation.',
      sector: 'Research',
      ip: '203.0.113.61',
      level: 'BASIC',
    },
  ),
  company(
    'praca-sete',
    {
      names: [named('Praça Sete Tecnologia Ltda.')],
      seat: ['Rua do Modelo 42', 'Belo Horizonte', 'BR'],
      registration: '00.942.042/0001-42',
    },
    {
      domain: 'praca-sete.example',
      phone: '+551130030142',
      purpose: 'Reads forms for notaries.',
      use: 'Fine-tuning of document models.',
      sector: 'Legal services',
      ip: '203.0.113.142',
      level: 'BASIC',
    },
  ),
  // Came to ask, and rents nothing yet.
  company(
    'grimsey-sjavarfoll',
    {
      names: [named('Grímsey Sjávarföll ehf.')],
      seat: ['Dæmigata 42', 'Akureyri', 'IS'],
      registration: '000942-0420',
    },
    {
      domain: 'grimsey-sjavarfoll.example',
      phone: '+3544601234',
      purpose: 'Predicts tides and currents for fishing boats.',
      use: 'Simulation; has not decided whether to train anything.',
      sector: 'Fishing',
      ip: '203.0.113.150',
    },
  ),
];
