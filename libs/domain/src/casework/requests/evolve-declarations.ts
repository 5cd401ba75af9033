import type { CaseEvent } from '../case-event.js';
import type { Declaration, DeclarationShare, DeclarationVersion } from './declaration.js';

type Declarations = ReadonlyMap<string, Declaration>;
type Of<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

export function evolveDeclarations(declarations: Declarations, event: CaseEvent): Declarations {
  switch (event.type) {
    case 'declaration-requested':
      return new Map(declarations).set(event.declaration, asked(event));
    case 'declaration-request-acknowledged':
      return changed(declarations, event.declaration, () => ({ acknowledgedAt: event.at }));
    case 'declaration-request-withdrawn':
      return changed(declarations, event.declaration, () => ({ status: 'withdrawn' }));
    case 'declaration-submitted':
      return changed(declarations, event.declaration, (declaration) => ({
        status: 'submitted',
        acknowledgedAt: declaration.acknowledgedAt ?? event.at,
        versions: [...declaration.versions, submitted(event, declaration)],
      }));
    case 'declaration-recorded':
      return recorded(declarations, event);
    case 'request-reminded':
      return changed(declarations, event.request, ({ reminders }) => ({ reminders: [...reminders, event.at] }));
    case 'request-escalated':
      return quietly(declarations, event.request, ({ escalations }) => ({
        escalations: [...escalations, { at: event.at, clock: event.clock }],
      }));
    default:
      return evolveShares(declarations, event);
  }
}

const NEW = { reminders: [], escalations: [], shares: new Map(), revision: 0 } as const;

const asked = ({
  declaration,
  item,
  provider,
  customer,
  dueAt,
  awaited,
  at,
  by,
  record,
  personal,
}: Of<'declaration-requested'>): Declaration => ({
  ...NEW,
  id: declaration,
  item,
  provider,
  customer,
  message: personal?.message,
  reason: record?.reason,
  askedAt: at,
  askedBy: by,
  awaited,
  dueAt,
  status: 'asked',
  versions: [],
});

const submitted = (
  { version, at, by, files, personal }: Of<'declaration-submitted'>,
  { dueAt, versions }: Declaration,
): DeclarationVersion => ({
  version,
  at,
  by,
  source: 'PROVIDER',
  late: versions.length === 0 && at >= dueAt,
  files,
  ...personal,
});

function recorded(declarations: Declarations, event: Of<'declaration-recorded'>): Declarations {
  const { declaration: id, customer, at, by, version, record, personal } = event;
  const before: Declaration = declarations.get(id) ?? {
    ...NEW,
    id,
    customer,
    askedAt: at,
    askedBy: by,
    awaited: false,
    dueAt: at,
    status: 'recorded',
    versions: [],
  };
  const added: DeclarationVersion = { version, at, by, source: 'REGULATOR', late: false, files: [], ...record, ...personal };
  return new Map(declarations).set(id, { ...before, versions: [...before.versions, added] });
}

function evolveShares(declarations: Declarations, event: CaseEvent): Declarations {
  switch (event.type) {
    case 'declaration-share-asked':
      return withShare(declarations, event.declaration, shareAsked(event));
    case 'declaration-share-ordered':
      return shareChanged(declarations, event, () => ({ status: 'ordered', orderedBy: event.by, orderedAt: event.at }));
    case 'declaration-share-refused':
      return shareChanged(declarations, event, () => ({ status: 'refused' }));
    case 'declaration-share-ended':
      return shareChanged(declarations, event, () => ({ status: 'ended', endedAt: event.at }));
    case 'shared-declaration-read':
      return shareChanged(declarations, event, ({ reads }) => ({ reads: reads + 1 }));
    default:
      return declarations;
  }
}

const shareAsked = ({
  share,
  declaration,
  auditor,
  until,
  at,
  by,
  role,
  authority,
  record,
  personal,
}: Of<'declaration-share-asked'>): DeclarationShare => ({
  id: share,
  declaration,
  auditor,
  until,
  asked: { person: by, role, authority, at },
  status: 'asked',
  reads: 0,
  ...record,
  ...personal,
});

function shareChanged(
  declarations: Declarations,
  { declaration, share: id }: { declaration: string; share: string },
  change: (share: DeclarationShare) => Partial<DeclarationShare>,
): Declarations {
  const share = declarations.get(declaration)?.shares.get(id);
  return share === undefined ? declarations : withShare(declarations, declaration, { ...share, ...change(share) });
}

const withShare = (declarations: Declarations, id: string, share: DeclarationShare): Declarations =>
  quietly(declarations, id, ({ shares }) => ({ shares: new Map(shares).set(share.id, share) }));

/** With one revision more: the provider sees each of these changes. */
const changed = (declarations: Declarations, id: string, change: (declaration: Declaration) => Partial<Declaration>): Declarations =>
  quietly(declarations, id, (declaration) => ({ ...change(declaration), revision: declaration.revision + 1 }));

function quietly(declarations: Declarations, id: string, change: (declaration: Declaration) => Partial<Declaration>): Declarations {
  const declaration = declarations.get(id);
  return declaration === undefined ? declarations : new Map(declarations).set(id, { ...declaration, ...change(declaration) });
}
