import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { decodeText } from '../reading/decode-text.js';
import { refuse } from '../reading/list-refused.js';
import { elementsAt, textsAt, type XmlElement, xmlRecords } from '../reading/xml-records.js';
import { around, between, dated, readBirthDate } from '../values/birth-date.js';
import { EntryDraft } from '../values/entry-draft.js';

/**
 * The EU's consolidated financial sanctions list, "XML full sanctions list 1.1" of the Financial Sanctions Files, namespace
 * http://eu.europa.ec/fpi/fsd/export. Everything is an attribute; a country's code 00 says unknown; names with strong="false" are weak.
 */
const SHAPE = { root: 'export', records: new Set(['sanctionEntity']) };
const NAMESPACE = 'http://eu.europa.ec/fpi/fsd/export';

export async function* readEuFsfXml(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8', context.limits);
  for await (const element of xmlRecords(text, file.name, SHAPE, context.limits)) {
    if (element.name === SHAPE.root) endOf(element, context, file.name);
    else yield draftOf(context, element, file.name);
  }
}

function endOf(root: XmlElement, context: ReadingContext, file: string): void {
  const namespace = Object.entries(root.attributes).find(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))?.[1];
  if (namespace !== NAMESPACE)
    refuse('LIST_XML_ROOT_WRONG', `the namespace is ${namespace ?? 'missing'} instead of ${NAMESPACE}`, { file });
  context.published(root.attributes.generationDate);
}

function draftOf(context: ReadingContext, element: XmlElement, file: string): EntryDraft {
  const draft = new EntryDraft(context.list, said(element, 'euReferenceNumber') || said(element, 'logicalId'), {
    file,
    line: element.line,
  });
  const subject = elementsAt(element, 'subjectType')[0];
  draft.is(kindOf(subject === undefined ? '' : said(subject, 'code')));
  for (const name of elementsAt(element, 'nameAlias')) addName(draft, name);
  for (const date of elementsAt(element, 'birthdate')) addBirthDate(draft, date);
  for (const one of elementsAt(element, 'citizenship')) draft.from(countryOf(one));
  for (const one of elementsAt(element, 'address')) addAddress(draft, one);
  for (const one of elementsAt(element, 'identification')) addIdentification(draft, one);
  for (const regulation of elementsAt(element, 'regulation')) draft.under(said(regulation, 'programme'));
  for (const remark of textsAt(element, 'remark')) draft.remarked(remark);
  const un = said(element, 'unitedNationId');
  return draft.remarked(un === '' ? '' : `UN ${un}`).remarked(said(element, 'designationDetails'));
}

function kindOf(code: string) {
  return code === 'person' ? 'NATURAL' : code === 'enterprise' ? 'LEGAL' : 'UNKNOWN';
}

function addName(draft: EntryDraft, name: XmlElement): void {
  const parts = ['firstName', 'middleName', 'lastName'].map((part) => said(name, part)).filter((part) => part !== '');
  draft.named(said(name, 'wholeName') || parts.join(' '), 'ALIAS', said(name, 'strong') === 'false');
  draft.titled(said(name, 'title')).titled(said(name, 'function'));
}

function addBirthDate(draft: EntryDraft, date: XmlElement): void {
  const words = ['birthdate', 'year', 'yearRangeFrom', 'yearRangeTo', 'calendarType']
    .map((name) => said(date, name))
    .join(' ')
    .trim();
  const calendar = said(date, 'calendarType');
  // A year of another calendar is a number that means another year here.
  if (calendar !== '' && calendar !== 'GREGORIAN') return void (words !== calendar && draft.bornAt(undefined, words));
  const [from, to] = [said(date, 'yearRangeFrom'), said(date, 'yearRangeTo')];
  if (from !== '' && to !== '') {
    draft.bornAt(between(dated(Number(from), 0, 0), dated(Number(to), 0, 0)), words);
    return;
  }
  const read = exactDate(date);
  if (read !== undefined) draft.bornAt(said(date, 'circa') === 'true' ? around(read) : read, words);
  else if (/\d/.test(words)) draft.bornAt(undefined, words);
}

function exactDate(date: XmlElement): string | undefined {
  const whole = readBirthDate(said(date, 'birthdate'));
  return whole ?? dated(Number(said(date, 'year') || Number.NaN), Number(said(date, 'monthOfYear')), Number(said(date, 'dayOfMonth')));
}

function addAddress(draft: EntryDraft, one: XmlElement): void {
  const parts = ['street', 'poBox', 'zipCode', 'city', 'region', 'place'].map((part) => said(one, part));
  draft.addressed(parts, countryOf(one));
}

function addIdentification(draft: EntryDraft, one: XmlElement): void {
  const label = `${said(one, 'identificationTypeDescription')} ${said(one, 'identificationTypeCode')}`;
  // A document known to be false proves nothing about who carries it.
  if (said(one, 'knownFalse') === 'true') return;
  draft.identified(label, said(one, 'number') || said(one, 'latinNumber'), countryOf(one));
}

function countryOf(one: XmlElement): string {
  const code = said(one, 'countryIso2Code');
  return code === '' || code === '00' ? '' : code;
}

const said = (element: XmlElement, attribute: string): string => (element.attributes[attribute] ?? '').trim();
