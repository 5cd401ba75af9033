import { company, inLatin, named, person } from './describe.js';
import type { SampleCustomer } from './sample-customer.js';

/** Customers and owners as Aurora Cloud knows them; all made up. Two of them Microsoft ITP's provider knows too, which Aurora never learns. */
export const AURORA_CUSTOMERS: readonly SampleCustomer[] = [
  company('veldhuis', {
    names: [named('VELDHUIS HOLDING NV')],
    seat: ['Meeuwenlaan 1002', 'Utrecht', 'NL'],
    registration: '00910042',
    lei: '00TMVELDHUISHOLD0083',
    legalForm: 'B5PM',
  }),
  company('skagerrak-invest', {
    names: [named('Skagerrak Invest AS')],
    seat: ['Eksempelgata 40', 'Kristiansand', 'NO'],
    registration: '000910555',
    lei: '00TMSKAGERRAKINV0005',
  }),
  company(
    'nordlys-vision',
    {
      names: [named('Nordlys Vision AS')],
      seat: ['Eksempelveien 3', 'Tromsø', 'NO'],
      registration: '000910777',
      lei: '00TMNORDLYSVISIO0084',
    },
    {
      domain: 'nordlys-vision.example',
      phone: '+4722000142',
      purpose: 'Counts fish in camera pictures for fish farms.',
      use: 'Training of vision models on its own pictures.',
      sector: 'Aquaculture',
      ip: '192.0.2.101',
      level: 'IDENTIFIED',
    },
  ),
  company(
    'hanse',
    {
      names: [named('Hanse Sprachmodelle Gesellschaft mit beschränkter Haftung')],
      seat: ['Beispielkai 7', 'Lübeck', 'DE'],
      registration: 'HRB 900042 HL',
      legalForm: '2HBR',
    },
    {
      domain: 'hanse-sprachmodelle.example',
      phone: '+493023125042',
      purpose: 'Language models for harbours.',
      use: 'Evaluation of models that were trained elsewhere.',
      sector: 'Artificial intelligence',
      ip: '192.0.2.34',
      level: 'BASIC',
    },
  ),
  // A ring: who holds the cooperative company holds the data house, which holds the Spanish house, which holds a part of the company again.
  person('annelie-ostermann', {
    names: [named('Annelie Ostermann')],
    home: ['Mustergasse 12', 'Graz', 'AT'],
    born: '1966-01-17',
    nationality: 'AT',
    passport: 'PTM0660117',
  }),
  company(
    'ostara-datenwerke',
    {
      names: [named('Ostara Datenwerke AG')],
      seat: ['Mustergasse 40', 'Graz', 'AT'],
      registration: 'FN 900042x',
      lei: '00TMOSTARADATENW0005',
    },
    {
      domain: 'ostara-datenwerke.example',
      phone: '+4312345678',
      purpose: 'Keeps and searches archives for museums.',
      use: 'Inference of published models over scanned pages.',
      sector: 'Archives',
      ip: '198.51.100.150',
      level: 'BASIC',
    },
  ),
  company('brisa-computo', {
    names: [named('Brisa Cómputo S.A.')],
    seat: ['Calle del Ejemplo 42', 'Gijón', 'ES'],
    registration: 'A00942042',
    lei: '00TMBRISACOMPUTO0012',
  }),
  company('kestrel-nine', {
    names: [named('Kestrel Nine Limited')],
    seat: ['9 Sample Quay', 'Galway', 'IE'],
    registration: '0942042',
    lei: '00TMKESTRELNINE00030',
  }),
  // Held in trust: nobody holds a share, and still somebody decides.
  person('imogen-ashgrove', {
    names: [named('Imogen Ashgrove-Pryce')],
    home: ['The Example, Mill Lane', 'Hereford', 'GB'],
    born: '1955-09-03',
    nationality: 'GB',
  }),
  company('ashgrove-trust', {
    names: [named('The Ashgrove Trust Company')],
    seat: ['3 Specimen Street', 'Saint Helier', 'JE'],
    registration: 'TM-42',
  }),
  company(
    'ashgrove-analytics',
    {
      names: [named('Ashgrove Analytics Limited')],
      seat: ['Unit 42, Specimen Park', 'Hereford', 'GB'],
      registration: '00TM0777',
      legalForm: 'H0PO',
    },
    {
      domain: 'ashgrove-analytics.example',
      phone: '+442079460777',
      purpose: 'Predicts orchard yields from satellite pictures.',
      use: 'Training of small vision models each spring.',
      sector: 'Agriculture',
      ip: '203.0.113.77',
      level: 'BASIC',
    },
  ),
  company(
    'aiolos',
    {
      names: [named('Αίολος Υπολογιστική Ανώνυμη Εταιρεία', 'Grek'), inLatin('Aiolos Ypologistiki A.E.')],
      seat: ['Οδός Παραδείγματος 42', 'Σύρος', 'GR'],
      registration: '000942042000',
    },
    {
      domain: 'aiolos-ypologistiki.example',
      phone: '+302112000142',
      purpose: 'Forecasts wind for ferries.',
      use: 'Weather simulation and inference.',
      sector: 'Meteorology',
      ip: '203.0.113.88',
      level: 'BASIC',
    },
  ),
  // Has the name of somebody on the sample list, and is somebody else.
  person(
    'elena-marchetti-voss',
    {
      names: [named('Elena Fiorenza Marchetti-Voss')],
      home: ["Via dell'Esempio 42", 'Trieste', 'IT'],
      born: '1991-07-14',
      nationality: 'IT',
      passport: 'YTM910714',
    },
    {
      domain: 'marchetti-voss.example',
      phone: '+390612345678',
      purpose: 'Animated films.',
      use: 'Rendering, and image models of her own drawings.',
      sector: 'Film',
      ip: '203.0.113.91',
      level: 'BASIC',
    },
  ),
  // The same person rents at Borealis Compute under another spelling: a work item for the scheme, not a fact.
  person(
    'lin-shuyun',
    {
      names: [named('林淑云', 'Hani'), inLatin('Lin Shuyun')],
      home: ['42 Example Crescent', 'Singapore', 'SG'],
      born: '1987-03-02',
      nationality: 'SG',
    },
    {
      domain: 'lin-shuyun.example',
      phone: '+6561000142',
      purpose: 'Teaching material for evening schools.',
      use: 'Inference of published language models.',
      sector: 'Education',
      ip: '203.0.113.120',
    },
  ),
  person(
    'devika-ranganathan',
    {
      names: [named('देविका रंगनाथन', 'Deva'), inLatin('Devika Ranganathan')],
      home: ['42 Namuna Marg', 'Pune', 'IN'],
      born: '1994-10-10',
      nationality: 'IN',
    },
    {
      domain: 'devika-ranganathan.example',
      phone: '+911123456789',
      purpose: 'Speech recognition for small languages.',
      use: 'Training of speech models of under a billion parameters.',
      sector: 'Research',
      ip: '203.0.113.130',
    },
  ),
];
