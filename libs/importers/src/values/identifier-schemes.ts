/**
 * What the lists call a document or register number, and what it is called here. The first row whose pattern fits the label decides, so the
 * narrow ones stand first. A label of no row is kept under OTHER: it is shown and compared with nothing but the same words.
 */
const SCHEMES: readonly (readonly [RegExp, string])[] = [
  [/company number imo/i, 'IMO_COMPANY'],
  [/\bimo\b|vessel registration identification/i, 'IMO'],
  [/\bmmsi\b/i, 'MMSI'],
  [/tail number/i, 'AIRCRAFT_TAIL'],
  [/serial number|\bmsn\b/i, 'AIRCRAFT_SERIAL'],
  [/mode s/i, 'AIRCRAFT_MODE_S'],
  [/passport|numéro de passeport|pasaporte/i, 'PASSPORT'],
  [/\blei\b|legal entity (number|identifier)/i, 'LEI'],
  [/swift|\bbic\b/i, 'SWIFT'],
  [/\bisin\b/i, 'ISIN'],
  [/d-?u-?n-?s/i, 'DUNS'],
  [/digital currency/i, 'CRYPTO_WALLET'],
  [/government gazette|\bokpo\b/i, 'OKPO'],
  [/driver|driving/i, 'DRIVING_LICENCE'],
  [/tax|fiscal|\bnit\b|\bruc\b|\brif\b|\br\.?f\.?c\.?\b|v\.?a\.?t\.?\b|c\.u\.i\.t|\binn\b|\bc\.i\.f/i, 'TAX'],
  [
    /national (foreign )?id|national identi|cedula|d\.n\.i|c\.u\.r\.p|c\.u\.i\b|personal id|\bssn\b|citizen'?s card|tazkira|identity card|identification number|residency|kenyan id|n\.i\.e/i,
    'NATIONAL_ID',
  ],
  [
    /regist(ration|ry|ered)|company (number|id)|folio mercantil|matricula mercantil|c\.r\. no|unified social|united social|enterprise number|chamber of com|business number|trade license|certificate of incorporation|le number|\bogrn\b|commercial/i,
    'REGISTRATION',
  ],
];

/** Of a label, in upper case. A legal entity number that is no LEI by its shape is a register number. */
export function identifierScheme(label: string, value: string): string {
  const scheme = SCHEMES.find(([pattern]) => pattern.test(label))?.[1] ?? 'OTHER';
  return scheme === 'LEI' && !/^[A-Z0-9]{18}\d{2}$/i.test(value) ? 'REGISTRATION' : scheme;
}

/** The number itself, without the words some lists put before it ("No. 7702070139", "IMO 8898831"). */
export function identifierNumber(scheme: string, value: string): string {
  const number = value
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:no\.|number|id|card|code|#|:)[ :]*(?=\S*\d)/i, '');
  return scheme === 'IMO' ? number.replace(/^imo ?/i, '') : number;
}
