/**
 * Entity legal forms of ISO 20275 (the ELF code list that GLEIF keeps). Only codes that are certain stand here; the list has some 3,400.
 * A code of the right shape that is not here is kept and shown as not verified, never refused: the list grows twice a year.
 */
export interface LegalForm {
  readonly name: string;
  /** ISO 3166-1 alpha-2, absent for the codes that stand for every country. */
  readonly country?: string;
}

const LEGAL_FORMS: Readonly<Record<string, LegalForm>> = {
  '2HBR': { name: 'Gesellschaft mit beschränkter Haftung', country: 'DE' },
  '6QQB': { name: 'Aktiengesellschaft', country: 'DE' },
  '54M6': { name: 'Besloten vennootschap', country: 'NL' },
  B5PM: { name: 'Naamloze vennootschap', country: 'NL' },
  B6ES: { name: 'Public limited company', country: 'GB' },
  H0PO: { name: 'Private limited company', country: 'GB' },
  HZEH: { name: 'Limited liability company (Delaware)', country: 'US' },
  XTIQ: { name: 'Corporation (Delaware)', country: 'US' },
  '8888': { name: 'A form without a code yet' },
  '9999': { name: 'No legal form' },
};

export const isLegalFormCode = (text: string): boolean => /^[0-9A-Z]{4}$/.test(text);

/** The form, or undefined for one that this table cannot vouch for. */
export const legalFormOf = (code: string): LegalForm | undefined => (Object.hasOwn(LEGAL_FORMS, code) ? LEGAL_FORMS[code] : undefined);
