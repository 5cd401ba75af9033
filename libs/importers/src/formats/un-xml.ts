import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { decodeText } from '../reading/decode-text.js';
import { elementsAt, textAt, textsAt, type XmlElement, xmlRecords } from '../reading/xml-records.js';
import { around, between, dated, readBirthDate } from '../values/birth-date.js';
import { EntryDraft } from '../values/entry-draft.js';

/**
 * The Security Council's consolidated list (schema sc-sanctions.xsd), also gzip. The permanent reference number is the id: it is what every
 * notice quotes. The UN grades the aliases of persons: `Low` is weak; entities have a.k.a. and f.k.a.
 */
const SHAPE = { root: 'CONSOLIDATED_LIST', records: new Set(['INDIVIDUAL', 'ENTITY']) };
const ALIAS_KINDS: Readonly<Record<string, string>> = { good: 'ALIAS', 'a.k.a.': 'ALIAS', 'f.k.a.': 'FORMER' };
const NAME_PARTS = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'];

export async function* readUnXml(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8', context.limits);
  for await (const element of xmlRecords(text, file.name, SHAPE, context.limits)) {
    if (element.name === SHAPE.root) context.published(element.attributes.dateGenerated);
    else yield draftOf(context, element, file.name);
  }
}

function draftOf(context: ReadingContext, element: XmlElement, file: string): EntryDraft {
  const prefix = element.name;
  const draft = new EntryDraft(context.list, textAt(element, 'REFERENCE_NUMBER'), { file, line: element.line });
  draft.is(prefix === 'INDIVIDUAL' ? 'NATURAL' : 'LEGAL');
  const whole = NAME_PARTS.flatMap((part) => textsAt(element, part)).join(' ');
  for (const name of namesIn(whole)) draft.named(name, 'LEGAL');
  for (const name of textsAt(element, 'NAME_ORIGINAL_SCRIPT')) draft.named(name, 'TRANSLITERATED');
  for (const alias of elementsAt(element, `${prefix}_ALIAS`)) addAlias(draft, alias);
  for (const date of elementsAt(element, 'INDIVIDUAL_DATE_OF_BIRTH')) addBirthDate(draft, date);
  for (const country of textsAt(element, 'NATIONALITY', 'VALUE')) draft.from(country);
  for (const address of elementsAt(element, `${prefix}_ADDRESS`)) addAddress(draft, address);
  for (const document of elementsAt(element, 'INDIVIDUAL_DOCUMENT')) addDocument(draft, document);
  for (const title of [...textsAt(element, 'TITLE', 'VALUE'), ...textsAt(element, 'DESIGNATION', 'VALUE')]) draft.titled(title);
  return draft.under(`UN ${textAt(element, 'UN_LIST_TYPE')}`).remarked(textAt(element, 'COMMENTS1'));
}

function addAlias(draft: EntryDraft, alias: XmlElement): void {
  const quality = textAt(alias, 'QUALITY').toLowerCase();
  for (const name of namesIn(textAt(alias, 'ALIAS_NAME'))) draft.named(name, ALIAS_KINDS[quality] ?? 'ALIAS', quality === 'low');
}

/** Several names in one field are parted by semicolons. */
function namesIn(text: string): string[] {
  return text.split(';');
}

function addBirthDate(draft: EntryDraft, date: XmlElement): void {
  const said = textAt(date, 'DATE') || textAt(date, 'YEAR');
  const type = textAt(date, 'TYPE_OF_DATE').toUpperCase();
  if (type === 'BETWEEN') {
    const [from, to] = [textAt(date, 'FROM_YEAR'), textAt(date, 'TO_YEAR')];
    draft.bornAt(between(dated(Number(from), 0, 0), dated(Number(to), 0, 0)), `between ${from} and ${to}`);
  } else if (said !== '') {
    draft.bornAt(type === 'APPROXIMATELY' ? around(said) : readBirthDate(said), said);
  }
}

function addAddress(draft: EntryDraft, address: XmlElement): void {
  const lines = ['STREET', 'CITY', 'STATE_PROVINCE', 'ZIP_CODE'].map((part) => textAt(address, part));
  draft.addressed(lines, textAt(address, 'COUNTRY'));
}

function addDocument(draft: EntryDraft, document: XmlElement): void {
  const label = [textAt(document, 'TYPE_OF_DOCUMENT'), textAt(document, 'TYPE_OF_DOCUMENT2')].join(' ').trim();
  draft.identified(label, textAt(document, 'NUMBER'), textAt(document, 'ISSUING_COUNTRY') || textAt(document, 'COUNTRY_OF_ISSUE'));
}
