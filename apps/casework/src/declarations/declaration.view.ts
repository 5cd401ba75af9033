import {
  type CaseState,
  type Declaration,
  type DeclarationContent,
  type DeclarationShare,
  type DeclarationVersion,
  filesFor,
} from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ServedItem } from '../case-log/case-writes.js';
import { fileView } from '../requests/information-request.view.js';
import type { ServedPart } from '../served/served-now.js';

/** As regulators and auditors read it: without its contents, which are read version by version. */
export function declarationView(state: CaseState, declaration: Declaration) {
  const { id, item, provider, customer, status, askedAt, askedBy, awaited, dueAt, acknowledgedAt, message, reason } = declaration;
  return {
    id,
    status,
    ...(item === undefined ? {} : { item, provider, awaited, dueAt: isoOf(dueAt), files: filesFor(state.requests, item).map(fileView) }),
    ...(customer === undefined ? {} : { customer }),
    askedAt: isoOf(askedAt),
    askedBy,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: isoOf(acknowledgedAt) }),
    ...(message === undefined ? {} : { message }),
    ...(reason === undefined ? {} : { reason }),
    versions: declaration.versions.map(versionHead),
    reminders: declaration.reminders.map(isoOf),
    escalations: declaration.escalations.map(({ at, clock }) => ({ at: isoOf(at), clock })),
    shares: [...declaration.shares.values()].map(shareView),
  };
}
export type DeclarationView = ReturnType<typeof declarationView>;

const versionHead = ({ version, at, by, source, late, files, sha256, reason }: DeclarationVersion) => ({
  version,
  at: isoOf(at),
  by,
  source,
  late,
  files,
  ...(sha256 === undefined ? {} : { sha256 }),
  ...(reason === undefined ? {} : { reason }),
});

/** With its words, or that they were erased. */
export const versionView = (version: DeclarationVersion) => ({ ...versionHead(version), ...contentOf(version.content) });
export type VersionView = ReturnType<typeof versionView>;

const contentOf = (content: DeclarationContent | undefined) =>
  content === undefined ? ({ erased: true } as const) : { declaration: contentView(content) };

const contentView = ({ compute, ...content }: DeclarationContent) => ({
  ...content,
  compute: compute.map(({ from, to, ...line }) => ({ ...line, from: isoOf(from), to: isoOf(to) })),
});

const shareView = ({ asked, until, orderedAt, endedAt, ...share }: DeclarationShare) => ({
  ...share,
  until: isoOf(until),
  askedBy: asked.person,
  askedAt: isoOf(asked.at),
  ...(orderedAt === undefined ? {} : { orderedAt: isoOf(orderedAt) }),
  ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
});

/** As the provider reads it: what it was asked, and what it submitted itself. */
export function servedDeclarationView(state: CaseState, { part, id: item }: ServedItem) {
  const { customer, message, acknowledgedAt, reminders, versions } = state.requests.declarations.get(part)!;
  return {
    ...(customer === undefined ? {} : { customer }),
    ...(message === undefined ? {} : { message }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: isoOf(acknowledgedAt) }),
    reminders: reminders.map(isoOf),
    versions: versions.map(versionView),
    files: filesFor(state.requests, item).map(fileView),
  };
}

/** As a third-party auditor reads it: the declaration, and nothing of the case that it is in. */
export const sharedView = ({ id, purpose, until }: DeclarationShare, { versions }: Declaration) => ({
  id,
  ...(purpose === undefined ? {} : { purpose }),
  until: isoOf(until),
  versions: versions.map(({ version, at, sha256, content }) => ({
    version,
    at: isoOf(at),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...contentOf(content),
  })),
});
export type SharedView = ReturnType<typeof sharedView>;

/** Of a case, the requests for a declaration that providers were served. */
export const servedDeclarations: ServedPart = ({ requests }) =>
  [...requests.declarations.values()].flatMap(({ id, item, provider, status, askedAt, dueAt, revision }) =>
    item === undefined || provider === undefined
      ? []
      : [{ id: item, provider, kind: 'DECLARATION_REQUEST', part: id, status, servedAtMs: askedAt, dueAtMs: dueAt, revision }],
  );
