import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../sample/api-error.js';
import type { CustomerStanding, RegistryClient } from './registry-client.js';
import type { SampleCustomer } from './sample-customer.js';
import { samplePdf } from './sample-document.js';

/** Two people of one provider. */
export interface Analysts {
  first: RegistryClient;
  second: RegistryClient;
}

export type VerifyingHands = Analysts & { machine: RegistryClient };

type Level = NonNullable<SampleCustomer['level']>;

const LEVELS = ['NONE', 'BASIC', 'IDENTIFIED', 'ENHANCED'] as const;

/** Screening follows an onboarding by itself, soon but not at once. */
const COMPLETE_WITHIN_MS = 30_000;

/** Takes a customer to its level as people would: documents come in and are decided, intent is declared and assessed, the level is approved. */
export async function verifyCustomer(customer: SampleCustomer, id: string, hands: VerifyingHands): Promise<void> {
  const { level, profile } = customer;
  if (level === undefined) return;
  const standing = await hands.machine.get<CustomerStanding>(`/v1/customers/${id}`);
  if (LEVELS.indexOf(standing.level) >= LEVELS.indexOf(level)) return;
  const key = `verify/${profile.reference}`;
  for (const kind of documentsFor(level, profile.kind)) await sendDocument({ key: `${key}/${kind}`, id, kind, level, customer }, hands);
  if (level === 'ENHANCED') await declareIntent(key, id, hands);
  await hands.first.step(`${key}/start`, `/v1/customers/${id}/verifications`, { level }, ['VERIFICATION_OPEN']);
  await approve(key, id, level, hands);
}

function documentsFor(level: Level, kind: 'LEGAL' | 'NATURAL'): readonly string[] {
  if (level === 'BASIC') return [];
  const identified = kind === 'LEGAL' ? ['REGISTRY_EXTRACT', 'OWNERSHIP_STATEMENT'] : ['IDENTITY_DOCUMENT'];
  if (level === 'IDENTIFIED') return identified;
  return [...identified, ...(kind === 'LEGAL' ? [] : ['PROOF_OF_ADDRESS']), 'SOURCE_OF_FUNDS'];
}

interface DocumentStep {
  key: string;
  id: string;
  kind: string;
  level: Level;
  customer: SampleCustomer;
}

/** Sent by the provider's machine; accepted by a person, and from ENHANCED on by another one too. */
async function sendDocument({ key, id, kind, level, customer }: DocumentStep, { machine, first, second }: VerifyingHands): Promise<void> {
  const bytes = samplePdf([`${kind} of ${customer.profile.names.at(-1)!.text}`, 'Fictional: made for the sample world of Tidemark.']);
  const path = `/v1/customers/${id}/documents`;
  const document = await idOfDocument(() => machine.send<{ id: string }>(key, `${path}?kind=${kind}`, { bytes, type: 'application/pdf' }));
  const accepted = { outcome: 'ACCEPTED', reason: 'Legible, current, and of this customer.' };
  await first.step(`${key}/accept`, `${path}/${document}/decision`, accepted, ['SAME_PERSON', 'DOCUMENT_DECIDED']);
  if (level === 'ENHANCED')
    await second.step(`${key}/confirm`, `${path}/${document}/decision`, accepted, ['SAME_PERSON', 'DOCUMENT_DECIDED']);
}

/** One that was sent in a start of long ago is named by the refusal. */
async function idOfDocument(send: () => Promise<{ id: string } | undefined>): Promise<string> {
  try {
    return (await send())!.id;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'DOCUMENT_EXISTS') return String(error.problem.document);
    throw error;
  }
}

async function declareIntent(key: string, id: string, { machine, first }: VerifyingHands): Promise<void> {
  const declaration = { trains: 'YES', modalities: ['LANGUAGE'], formats: ['BF16'], computeFlop: '4e21', sites: [] };
  await machine.put(`${key}/intent`, `/v1/customers/${id}/intent`, declaration);
  const assessment = { judgement: 'MAY_TRAIN', reason: 'Says that it trains; what it asks for is far from any threshold.' };
  await first.put(`${key}/assessment`, `/v1/customers/${id}/assessment`, assessment);
}

async function approve(key: string, id: string, level: Level, { machine, first, second }: VerifyingHands): Promise<void> {
  const path = `/v1/customers/${id}/verifications`;
  const reason = 'All requirements are met.';
  const whenComplete = (step: () => Promise<unknown>) => onceComplete(() => missingFor(id, level, machine), step);
  if (level === 'ENHANCED')
    await whenComplete(() => first.step(`${key}/propose`, `${path}/proposal`, { reason }, ['PROPOSED_ALREADY', 'VERIFICATION_NOT_OPEN']));
  const decider = level === 'ENHANCED' ? second : first;
  await whenComplete(() => decider.step(`${key}/approve`, `${path}/decision`, { outcome: 'APPROVED', reason }, ['VERIFICATION_NOT_OPEN']));
}

async function missingFor(id: string, level: Level, machine: RegistryClient): Promise<string[]> {
  const path = `/v1/customers/${id}/verification?level=${level}`;
  const { missing } = await machine.get<{ missing: { code: string; detail: string }[] }>(path);
  return missing.map(({ code, detail }) => `${code}: ${detail}`);
}

/**
 * Takes a step that asks for every requirement, when they are met. Whoever is about to be screened again counts as not screened for that
 * moment, so what was met a moment ago may not be when the step is taken: then it is taken again.
 */
async function onceComplete(missing: () => Promise<string[]>, step: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + COMPLETE_WITHIN_MS; ; await sleep(50)) {
    const waiting = await missing();
    if (waiting.length === 0 && (await wasTaken(step))) return;
    if (Date.now() > end) throw new Error(`A customer of the sample world does not become ready: ${waiting.join('; ')}`);
  }
}

async function wasTaken(step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'REQUIREMENTS_MISSING') return false;
    throw error;
  }
}
