import { mainPart, type ReadingContext } from '../lists/list-file.js';
import { decodeText } from '../reading/decode-text.js';
import { elementsAt, textAt, textsAt, type XmlElement, xmlRecords } from '../reading/xml-records.js';
import { EntryDraft } from '../values/entry-draft.js';
import { ukDay, ukIsWeak, ukKind, ukName, ukNameKind } from './uk-names.js';

/** The UK Sanctions List of the Foreign, Commonwealth & Development Office, `UK-Sanctions-List.xml`. It has no namespace. */
const SHAPE = { root: 'Designations', records: new Set(['Designation']) };

export async function* readUkSanctionsXml(context: ReadingContext): AsyncGenerator<EntryDraft> {
  const file = mainPart(context);
  const text = decodeText(file, 'utf-8', context.limits);
  for await (const element of xmlRecords(text, file.name, SHAPE, context.limits)) {
    if (element.name === SHAPE.root) context.published(ukDay(textAt(element, 'DateGenerated')));
    else yield draftOf(context, element, file.name);
  }
}

function draftOf(context: ReadingContext, element: XmlElement, file: string): EntryDraft {
  const draft = new EntryDraft(context.list, textAt(element, 'UniqueID'), { file, line: element.line });
  draft.is(ukKind(textAt(element, 'IndividualEntityShip')));
  for (const name of elementsAt(element, 'Names', 'Name')) {
    const strength = textAt(name, 'AliasStrength');
    draft.named(
      ukName((number) => textAt(name, `Name${number}`)),
      ukNameKind(textAt(name, 'NameType')),
      ukIsWeak(strength),
    );
    draft.titled(textAt(name, 'Title'));
  }
  for (const name of textsAt(element, 'NonLatinNames', 'NonLatinName', 'NameNonLatinScript')) draft.named(name, 'TRANSLITERATED');
  for (const address of elementsAt(element, 'Addresses', 'Address')) addAddress(draft, address);
  for (const person of elementsAt(element, 'IndividualDetails', 'Individual')) addPerson(draft, person);
  for (const number of textsAt(element, 'EntityDetails', 'Entity', 'BusinessRegistrationNumbers', 'BusinessRegistrationNumber')) {
    draft.identified('Registration', number);
  }
  for (const number of textsAt(element, 'ShipDetails', 'Ship', 'IMONumbers', 'IMONumber'))
    draft.identified('IMO', number.replace(/^IMO ?/i, ''));
  draft.under(textAt(element, 'RegimeName'));
  for (const part of ['OtherInformation', 'UKStatementofReasons']) draft.remarked(textAt(element, part));
  return draft;
}

function addAddress(draft: EntryDraft, address: XmlElement): void {
  const lines = [1, 2, 3, 4, 5, 6].map((number) => textAt(address, `AddressLine${number}`));
  draft.addressed([...lines, textAt(address, 'AddressPostalCode')], textAt(address, 'AddressCountry'));
}

function addPerson(draft: EntryDraft, person: XmlElement): void {
  for (const date of textsAt(person, 'DOBs', 'DOB')) draft.born(date);
  for (const country of textsAt(person, 'Nationalities', 'Nationality')) draft.from(country);
  for (const title of textsAt(person, 'Positions', 'Position')) draft.titled(title);
  for (const number of textsAt(person, 'PassportDetails', 'Passport', 'PassportNumber')) draft.identified('Passport', number);
  for (const number of textsAt(person, 'NationalIdentifierDetails', 'NationalIdentifier', 'NationalIdentifierNumber')) {
    draft.identified('National Identification', number);
  }
}
