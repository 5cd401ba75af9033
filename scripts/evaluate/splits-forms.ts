import type { Scope } from '@tidemark/domain';
import { type AccountName, MadeUpIdentity } from './made-up-identity.js';

export const FORMS = [
  'ONE_ACCOUNT',
  'ONE_CUSTOMER',
  'ONE_CONTROLLER',
  'FOUND_AT_THE_END',
  'HALF_FOUND',
  'ONE_CLUSTER',
  'STRANGERS',
  'OFF_PLATFORM',
] as const;
export type Form = (typeof FORMS)[number];

export const FORM_WORDS: Readonly<Record<Form, string>> = {
  ONE_ACCOUNT: 'one account',
  ONE_CUSTOMER: 'an account a node, one customer',
  ONE_CONTROLLER: 'a provider a node, one controller',
  FOUND_AT_THE_END: 'the same, the ties found on the last day',
  HALF_FOUND: 'the same, half of the nodes tied',
  ONE_CLUSTER: 'strangers in one compute cluster',
  STRANGERS: 'strangers, a provider a node',
  OFF_PLATFORM: 'nodes that nobody reports',
};

/** Short enough to head a column. */
export const FORM_TITLES: Readonly<Record<Form, string>> = {
  ONE_ACCOUNT: 'one account',
  ONE_CUSTOMER: 'one customer',
  ONE_CONTROLLER: 'one controller',
  FOUND_AT_THE_END: 'controller found late',
  HALF_FOUND: 'half found',
  ONE_CLUSTER: 'one cluster',
  STRANGERS: 'strangers',
  OFF_PLATFORM: 'not reported',
};

/** Why the run as a whole is not observable in that form. */
export const UNOBSERVABLE: Readonly<Partial<Record<Form, string>>> = {
  STRANGERS: 'nobody ties the accounts: each is seen for itself alone',
  HALF_FOUND: 'only what is tied is added up, and half of it is below the number',
  OFF_PLATFORM: 'what nobody reports is not counted',
};

/** How the platform sees a run that is split over nodes. */
export interface SplitView {
  readonly form: Form;
  readonly identity: MadeUpIdentity;
  /** The scope that holds the most of the run; undefined: there is none beyond one node. */
  readonly whole: Scope | undefined;
  /** What one node is seen as, all of them alike; undefined: it is not seen. */
  readonly node: AccountName | undefined;
  /** Nobody is tied to the accounts. */
  readonly isUnlinked: boolean;
}

const CONTROLLER = 'the-controller';
const GROUP: Scope = { kind: 'group', id: CONTROLLER, controlRule: 'control' };

/** `endMs`: when the run is over. */
export function viewOf(form: Form, nodes: number, endMs: number): SplitView {
  const identity = new MadeUpIdentity(form === 'FOUND_AT_THE_END' ? endMs : undefined);
  const accounts = Array.from({ length: nodes }, (_, at) => ({ provider: providerOf(form, at), account: `node-${at + 1}` }));
  const node = accounts[0]!;
  const view = { form, identity, node, whole: undefined, isUnlinked: false };
  switch (form) {
    case 'ONE_ACCOUNT':
      identity.link(node, 'the-customer');
      return { ...view, whole: { kind: 'account', provider: node.provider, id: node.account } };
    case 'ONE_CUSTOMER':
      for (const account of accounts) identity.link(account, 'the-customer');
      return { ...view, whole: { kind: 'customer', id: 'the-customer' } };
    case 'ONE_CONTROLLER':
    case 'FOUND_AT_THE_END':
      tieByControl(identity, accounts);
      return { ...view, whole: GROUP };
    case 'HALF_FOUND':
      tieByControl(identity, accounts.slice(0, Math.ceil(nodes / 2)));
      return { ...view, whole: GROUP };
    case 'ONE_CLUSTER':
      return { ...view, isUnlinked: true, whole: { kind: 'cluster', provider: node.provider, id: 'the-cluster' } };
    case 'STRANGERS':
      return { ...view, isUnlinked: true, whole: nodes === 1 ? { kind: 'account', provider: node.provider, id: node.account } : undefined };
    case 'OFF_PLATFORM':
      return { ...view, node: undefined, isUnlinked: true };
    default:
      return form satisfies never;
  }
}

/** Elsewhere each node is at a provider of its own. */
const AT_ONE_PROVIDER: ReadonlySet<Form> = new Set(['ONE_ACCOUNT', 'ONE_CUSTOMER', 'ONE_CLUSTER']);
const providerOf = (form: Form, at: number): string => (AT_ONE_PROVIDER.has(form) ? 'provider-1' : `provider-${at + 1}`);

/** A customer a node, each its own party. */
function tieByControl(identity: MadeUpIdentity, accounts: readonly AccountName[]): void {
  for (const account of accounts) {
    const customer = `customer at ${account.provider}`;
    identity.link(account, customer);
    identity.control(CONTROLLER, customer, account.provider);
  }
}
