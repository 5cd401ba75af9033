import fc from 'fast-check';
import {
  acceptedBy,
  type DocumentCommand,
  type DocumentEvent,
  type DocumentOutcome,
  type Documents,
  decideDocument,
  evolveDocuments,
  type ScanResult,
} from './customer-document.js';
import { machine } from './given.fixture.js';

const document = machine<Documents, DocumentCommand, DocumentEvent>({ initial: {}, decide: decideDocument, evolve: evolveDocuments });

const send = (more: Partial<DocumentCommand & { type: 'send-document' }> = {}): DocumentCommand => ({
  type: 'send-document',
  id: 'd-1',
  kind: 'REGISTRY_EXTRACT',
  sha256: 'aa',
  scan: 'CLEAN',
  by: 'machine',
  nowMs: 10,
  ...more,
});
const sent = (scan: ScanResult = 'CLEAN', expiresMs?: number): DocumentEvent => ({
  type: 'document-sent',
  document: {
    ...{ id: 'd-1', kind: 'REGISTRY_EXTRACT', sha256: 'aa', sentAtMs: 10, sentBy: 'machine', scan, status: 'SUBMITTED', decisions: [] },
    ...(expiresMs === undefined ? {} : { expiresMs }),
  },
  by: 'machine',
  atMs: 10,
});
const decide = (by: string, outcome: DocumentOutcome = 'ACCEPTED', nowMs = 20): DocumentCommand => ({
  type: 'decide-document',
  id: 'd-1',
  outcome,
  reason: 'seen',
  by,
  nowMs,
});
const decided = (by: string, outcome: DocumentOutcome = 'ACCEPTED'): DocumentEvent => ({
  type: 'document-decided',
  id: 'd-1',
  outcome,
  reason: 'seen',
  by,
  atMs: 20,
});

describe('a document', () => {
  it('is sent once', () => {
    document([]).when(send()).then([sent()]);
    document([sent()])
      .when(send({ sha256: 'bb' }))
      .refused('DOCUMENT_EXISTS');
    document([sent()])
      .when(send({ id: 'd-2' }))
      .refused('DOCUMENT_EXISTS');
  });

  it('may be sent again as it was when it was asked for again', () =>
    expect(
      document([sent(), decided('ana', 'RESUBMIT')])
        .when(send({ id: 'd-2' }))
        .state()['d-2'],
    ).toBeDefined());

  it('is not kept when harmful, run out, or in place of one that is not there', () => {
    document([])
      .when(send({ scan: 'INFECTED' }))
      .refused('DOCUMENT_INFECTED');
    document([])
      .when(send({ expiresMs: 10 }))
      .refused('DOCUMENT_EXPIRED');
    document([])
      .when(send({ replaces: 'd-0' }))
      .refused('DOCUMENT_UNKNOWN');
  });

  it('is accepted by one person, and by two different ones', () => {
    document([sent()])
      .when(decide('ana'))
      .then([decided('ana')]);
    document([sent(), decided('ana')])
      .when(decide('ben'))
      .then([decided('ben')]);
    expect(
      [[], [decided('ana')], [decided('ana'), decided('ben')]].map((more) => acceptedBy(document([sent(), ...more]).state['d-1']!, 30)),
    ).toEqual([0, 1, 2]);
  });

  it('is never decided twice by one person, whatever she decides the second time', () => {
    for (const outcome of ['ACCEPTED', 'REJECTED', 'RESUBMIT'] as const)
      document([sent(), decided('ana')])
        .when(decide('ana', outcome))
        .refused('SAME_PERSON');
  });

  it('that another person does not accept counts no more', () =>
    expect(acceptedBy(document([sent(), decided('ana'), decided('ben', 'REJECTED')]).state['d-1']!, 30)).toBe(0));

  it('stays rejected, and takes no third decision', () => {
    document([sent(), decided('ana', 'REJECTED')])
      .when(decide('ben'))
      .refused('DOCUMENT_DECIDED');
    document([sent(), decided('ana'), decided('ben')])
      .when(decide('cem', 'REJECTED'))
      .refused('DOCUMENT_DECIDED');
  });

  it('is decided for a reason, and only when it is there', () => {
    document([sent()])
      .when({ ...decide('ana'), reason: ' ' } as DocumentCommand)
      .refused('REASON_MISSING');
    document([]).when(decide('ana')).refused('DOCUMENT_UNKNOWN');
  });

  it('that nobody scanned, in which something was found, or that ran out, is never accepted, but may be rejected', () => {
    document([sent('PENDING')])
      .when(decide('ana'))
      .refused('DOCUMENT_UNSCANNED');
    document([sent('PENDING')])
      .when(decide('ana', 'REJECTED'))
      .then([decided('ana', 'REJECTED')]);
    const infected: DocumentEvent = { type: 'document-scanned', id: 'd-1', scan: 'INFECTED', scanner: 'clamd', by: 'registry', atMs: 15 };
    document([sent('PENDING'), infected])
      .when(decide('ana'))
      .refused('DOCUMENT_INFECTED');
    document([sent('CLEAN', 20)])
      .when(decide('ana'))
      .refused('DOCUMENT_EXPIRED');
  });

  it.each(['constructor', '__proto__', 'toString'])('called %s is none', (id) => {
    document([sent()])
      .when({ ...decide('ana'), id } as DocumentCommand)
      .refused('DOCUMENT_UNKNOWN');
    document([sent()])
      .when(send({ id: 'd-2', sha256: 'bb', replaces: id }))
      .refused('DOCUMENT_UNKNOWN');
  });

  it('keeps its first verdict of a scan: told twice, nothing happens', () => {
    const scan: DocumentCommand = { type: 'scan-document', id: 'd-1', scan: 'CLEAN', scanner: 'clamd', by: 'registry', nowMs: 15 };
    document([sent('PENDING')])
      .when(scan)
      .then([{ type: 'document-scanned', id: 'd-1', scan: 'CLEAN', scanner: 'clamd', by: 'registry', atMs: 15 }]);
    document([sent('CLEAN')])
      .when(scan)
      .then([]);
  });

  it('counts as many people as accepted it, under any order of decisions by anybody', () => {
    const step = fc.record({
      by: fc.constantFrom('ana', 'ben', 'cem'),
      outcome: fc.constantFrom<DocumentOutcome>('ACCEPTED', 'REJECTED', 'RESUBMIT'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        let state: Documents = document([sent()]).state;
        const accepters: string[] = [];
        let standing = true;
        for (const { by, outcome } of steps) {
          const decision = decideDocument(state, decide(by, outcome));
          if ('refused' in decision) continue;
          state = decision.events.reduce(evolveDocuments, state);
          if (outcome === 'ACCEPTED') accepters.push(by);
          else standing = false;
        }
        expect(acceptedBy(state['d-1']!, 30)).toBe(standing ? new Set(accepters).size : 0);
        expect(accepters.length).toBe(new Set(accepters).size);
      }),
    );
  });
});
