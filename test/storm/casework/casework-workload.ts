/** What regulators and a provider want of cases while the apps are killed: each want is one that must happen once, and be answered. */
import { randomUUID } from 'node:crypto';
import { inLanes } from '../harness/patience.js';
import type { StormClient } from '../identity/registry-storm.js';

export interface CaseWorkload {
  reviewer: StormClient;
  lead: StormClient;
  provider: StormClient;
  cases: number;
}

export interface CasesDone {
  /** By number of the case. */
  cases: string[];
  /** Answers that were neither the thing nor its repeat. */
  refusals: string[];
}

const LANES = 6;
/** A rest that ends while the storm rages, and long after whoever asks for it got through. */
const REST_MS = 15_000;
const STATEMENT = {
  facts: 'The run was not declared.',
  considered: 'What the provider said.',
  rightToReply: 'Within the time in the notice.',
  rightToAppeal: 'Within the time in the notice.',
};

export async function workCases(load: CaseWorkload): Promise<CasesDone> {
  const done: CasesDone = { cases: [], refusals: [] };
  await inLanes(
    LANES,
    Array.from({ length: load.cases }, (_, n) => n),
    (n) => oneCase(load, done, n),
  );
  return done;
}

/** From the opening to the lifting of an order, with a question to the provider, an outcome and its notice on the way. */
async function oneCase({ reviewer, lead, provider }: CaseWorkload, done: CasesDone, n: number): Promise<void> {
  const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
  const about = { provider: 'north', scope: { kind: 'customer', id: subject.id } };
  const take = async (who: StormClient, what: string, path: string, body: object = {}, version?: number) => {
    const answer = await who.change(`${what}-${n}`, 'POST', path, body, 'application/json', version);
    if (answer.status >= 300) done.refusals.push(`${what} of ${n}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { case: id } = await take(reviewer, 'open', '/v1/cases', { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip' });
  if (id === undefined) return;
  done.cases[n] = id;
  const path = `/v1/cases/${id}`;
  await take(reviewer, 'triage', `${path}/triage`, { reason: 'It stands' });
  await take(reviewer, 'investigate', `${path}/investigate`, { reason: 'To be looked into' });

  const questions = [{ id: 'how-much', kind: 'NUMBER', text: 'How many accelerators?' }];
  const asked = await take(reviewer, 'ask', `${path}/information-requests`, { provider: 'north', questions, reason: 'To know' });
  const { items: requests } = await reviewer.read<{ items: { id: string; item: string }[] }>(`${path}/information-requests`);
  const request = requests.find((one) => one.id === asked.made)!;
  await take(provider, 'answer', `/v1/served/${request.item}/answer`, { answers: [{ question: 'how-much', number: '4096' }] });

  await take(reviewer, 'warn', `${path}/order-warnings`, { ...about, reason: 'undeclared', text: 'We consider an order.' });
  const drafted = { ...about, reason: 'undeclared', text: 'Stop it.', imminence: 'It ends tonight' };
  const { made: order } = await take(reviewer, 'draft', `${path}/orders`, drafted);
  await take(lead, 'issue', `${path}/orders/${order}/approval`, { reason: 'checked' });
  const { items: orders } = await reviewer.read<{ items: { id: string; item: string }[] }>(`${path}/orders`);
  await take(provider, 'acknowledge', `/v1/served/${orders.find((one) => one.id === order)!.item}/acknowledgement`);

  const { made: proposal, version } = await take(reviewer, 'propose', `${path}/proposals`, { outcome: 'MEASURES', statement: STATEMENT });
  await take(lead, 'approve', `${path}/proposals/${proposal}/approval`, { reason: 'agreed' }, version);
  await take(reviewer, 'snooze', `${path}/snooze`, { until: new Date(Date.now() + REST_MS).toISOString(), reason: 'Not now' });
  await take(reviewer, 'notice', `${path}/notices`, { through: 'PROVIDER', provider: 'north' });
  const { made: lift } = await take(reviewer, 'ask-lift', `${path}/orders/${order}/lift-requests`, { reason: 'declared since' });
  await take(lead, 'lift', `${path}/orders/${order}/lift-requests/${lift}/approval`, { reason: 'agreed' });
}
