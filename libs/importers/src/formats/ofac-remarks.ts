import type { EntryDraft } from '../values/entry-draft.js';

/**
 * OFAC puts into the remarks what has no column: birth dates, nationalities, documents, weak aliases (in single quotes; strong ones have a
 * file of their own), each ended by a semicolon. What no row of the table reads stays what it is, a remark.
 */
type Reader = (draft: EntryDraft, value: string, match: RegExpExecArray) => void;

const DOCUMENT =
  /^(.*?(?:\bNo\.?|Number|#|\bID|MMSI|\bIMO|SWIFT\/BIC|\bSSN|Passport|\bCode(?: \([A-Z]+\))?|License|Document|D\.N\.I\.|C\.U\.[A-Z.]+|R\.F\.C\.|C\.I\.F\.|N\.I\.E\.|ISIN)) ?[#:]? ?([A-Z0-9][^()]*?)(?: \(([^()]*)\))?(?: (?:issued|expires|expired|exp\.?) .*| \(.*)?$/;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^DOB (.+)$/, (draft, date) => draft.born(date)],
  [/^(?:nationality|citizen|Nationality of Registration) (.+)$/, (draft, country) => draft.from(country)],
  [/^Digital Currency Address - ([A-Z0-9]+) (\S+)$/, (draft, _, match) => draft.identified('Digital Currency', match[2]!)],
  [
    /^Aircraft Manufacturer's Serial Number \(MSN\) (\S+)/,
    (draft, number) => draft.identified("Aircraft Manufacturer's Serial Number (MSN)", number),
  ],
  [/^(?:Previous )?Aircraft Tail Number (\S+)/, (draft, number) => draft.identified('Aircraft Tail Number', number)],
  [DOCUMENT, (draft, label, match) => addDocument(draft, label, match[2]!, match[3] ?? '')],
];

/** Labels that end like a document's but name none. */
const NO_DOCUMENT = /phone|fax|email|birth certificate|^linked to|secondary sanctions|^pob|chinese commercial|file number|ticker|^dob/i;

export function readOfacRemarks(remarks: string, draft: EntryDraft, nameOf: (text: string) => string): void {
  for (const part of remarks.replace(/\.$/, '').split(/;\s+/)) {
    const remark = part.trim().replace(/^alt\. /, '');
    const alias = /^(a|f|n)\.k\.a\.,? '(.+?)'\.?$/.exec(remark);
    if (alias) draft.named(nameOf(alias[2]!), 'WEAK', true);
    else readRemark(remark, draft);
  }
}

function readRemark(remark: string, draft: EntryDraft): void {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(remark);
    if (match === null) continue;
    read(draft, match[1]!, match);
    return;
  }
}

function addDocument(draft: EntryDraft, label: string, number: string, country: string): void {
  if (NO_DOCUMENT.test(label) || !/\d/.test(number)) {
    // A bank's SWIFT code is the one number that may be letters alone.
    if (!/swift/i.test(label)) return;
  }
  // Some numbers go on in words: where it was registered, or with which other number.
  const [alone] = number.split(/ (?:at|in|and|of|with) /);
  draft.identified(label, alone!.replace(/^CNIC:? /, '').replace(/[.,]$/, ''), country);
}
