import { CASEWORK, type CaseEvent, happened } from '@tidemark/domain';
import { logLineView } from './log-line.view.js';

const about = happened(CASEWORK, 0);
const line = (event: CaseEvent) => logLineView({ sequence: 7, event, hash: 'ab' });

describe('a line of the log', () => {
  it('shows facts, reasons and notes', () => {
    expect(line({ type: 'note-added', ...about, note: 'n', personal: { text: 'Ask again' } })).toEqual({
      ...{ sequence: 7, at: '1970-01-01T00:00:00.000Z', type: 'note-added', by: 'casework', role: 'casework' },
      ...{ facts: { note: 'n' }, words: { text: 'Ask again' }, hash: 'ab' },
    });
  });

  it('writes moments as every answer does, however deep', () => {
    const snoozed = { type: 'snoozed', ...about, until: 1_767_225_600_000, clocks: [{ warnAt: [0], count: 3 }] };
    expect(line(snoozed as unknown as CaseEvent).facts).toEqual({
      until: '2026-01-01T00:00:00.000Z',
      clocks: [{ warnAt: ['1970-01-01T00:00:00.000Z'], count: 3 }],
    });
  });

  it('withholds identities: they are read where each look is logged', () => {
    const read = { type: 'identity-read', ...about, grant: 'g', customer: 'c', personal: { released: { NAMES: 'Fjordlys' } } };
    const shown = line(read as unknown as CaseEvent);
    expect(shown).toMatchObject({ withheld: true });
    expect(JSON.stringify(shown)).not.toContain('Fjordlys');
  });

  it('says nothing of words that were erased', () =>
    expect(line({ type: 'note-added', ...about, note: 'n' })).not.toMatchObject({ words: expect.anything() }));
});
