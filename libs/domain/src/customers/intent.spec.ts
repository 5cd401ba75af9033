import { machine } from './given.fixture.js';
import {
  assessedIntent,
  decideIntent,
  evolveIntent,
  type Intent,
  type IntentCommand,
  type IntentDeclaration,
  type IntentEvent,
  NO_INTENT,
} from './intent.js';
import { intentSignals } from './intent-signals.js';

const intent = machine<Intent, IntentCommand, IntentEvent>({ initial: NO_INTENT, decide: decideIntent, evolve: evolveIntent });
const plain: IntentDeclaration = { trains: 'UNDECIDED', modalities: [], formats: [], sites: [] };
const declare = (more: Partial<IntentDeclaration> = {}): IntentCommand => ({
  type: 'declare-intent',
  declaration: { ...plain, ...more },
  evidence: ['d-1'],
  by: 'machine',
  nowMs: 1,
});
const assess = (reason = 'asks for much'): IntentCommand => ({
  type: 'assess-intent',
  judgement: 'MAY_TRAIN',
  reason,
  signals: ['SECTOR:NEITHER'],
  by: 'ana',
  nowMs: 2,
});
const told = (...commands: IntentCommand[]): Intent =>
  commands.reduce((state, command) => {
    const decision = decideIntent(state, command);
    if ('refused' in decision) throw new Error(decision.refused.code);
    return decision.events.reduce(evolveIntent, state);
  }, NO_INTENT);

describe('intent', () => {
  it('is declared by version, every amount in full', () => {
    const { declarations } = told(
      declare(),
      declare({ trains: 'YES', modalities: ['LANGUAGE'], computeFlop: '2.5e25', parameters: '70e9' }),
    );
    expect(declarations.map(({ version }) => version)).toEqual([1, 2]);
    expect(declarations[1]).toMatchObject({
      computeFlop: '25000000000000000000000000',
      parameters: '70000000000',
      by: 'machine',
      evidence: ['d-1'],
    });
  });

  it('says at least what and how much, when it is to train', () => {
    intent([])
      .when(declare({ trains: 'YES' }))
      .refused('DECLARATION_INCOMPLETE');
    intent([])
      .when(declare({ trains: 'YES', computeFlop: '1e25' }))
      .refused('DECLARATION_INCOMPLETE');
  });

  it('is refused with an amount or a time that cannot be', () => {
    intent([])
      .when(declare({ computeFlop: '1.5' }))
      .refused('COMPUTE_MALFORMED');
    intent([])
      .when(declare({ parameters: 'many' }))
      .refused('COMPUTE_MALFORMED');
    intent([])
      .when(declare({ fromMs: 5, toMs: 5 }))
      .refused('INTERVAL_EMPTY');
  });

  it('is assessed beside the latest declaration; a new one asks for a new assessment', () => {
    intent([]).when(assess(' ')).refused('REASON_MISSING');
    expect(assessedIntent(NO_INTENT)).toEqual({ declared: false, assessed: false });
    expect(assessedIntent(told(assess()))).toEqual({ declared: false, assessed: false });
    expect(assessedIntent(told(declare(), assess()))).toEqual({ declared: true, assessed: true });
    expect(assessedIntent(told(declare(), assess(), declare()))).toEqual({ declared: true, assessed: false });
    expect(told(declare(), assess()).assessments[0]).toMatchObject({ declaration: 1, signals: ['SECTOR:NEITHER'], by: 'ana' });
  });
});

describe('signals of intent', () => {
  const point = (input: Parameters<typeof intentSignals>[0]) =>
    Object.fromEntries(intentSignals(input).map(({ name, points }) => [name, points]));

  it('point where their own ground points, and are not summed', () => {
    const hardware = { accelerator: 'NVIDIA H100 SXM', accelerators: 512, interconnectGbps: 400 };
    expect(
      point({
        businessPurpose: 'We pretrain foundation models',
        sector: 'Artificial intelligence',
        declaration: { ...plain, trains: 'NO', hardware },
        earlierUse: ['BAND_REACHED'],
      }),
    ).toEqual({
      PURPOSE_WORDS: 'TOWARDS_TRAINING',
      SECTOR: 'TOWARDS_TRAINING',
      DECLARED_COMPUTE: 'AWAY_FROM_TRAINING',
      HARDWARE_KIND: 'TOWARDS_TRAINING',
      HARDWARE_AMOUNT: 'TOWARDS_TRAINING',
      INTERCONNECT: 'TOWARDS_TRAINING',
      EARLIER_USE: 'TOWARDS_TRAINING',
    });
  });

  it('say neither where nothing is of note, or where words point both ways', () => {
    expect(point({ businessPurpose: 'Bakery', earlierUse: [] })).toEqual({ PURPOSE_WORDS: 'NEITHER', NO_DECLARATION: 'NEITHER' });
    expect(point({ businessPurpose: 'Training and inference', earlierUse: [] }).PURPOSE_WORDS).toBe('NEITHER');
    expect(point({ intendedUse: 'Weather simulation', earlierUse: [] }).PURPOSE_WORDS).toBe('AWAY_FROM_TRAINING');
  });

  it('of an amount at or above 1e23 point towards training, whatever is said', () => {
    const declaring = (computeFlop: string) =>
      point({ declaration: { ...plain, trains: 'NO', computeFlop }, earlierUse: [] }).DECLARED_COMPUTE;
    expect([declaring(`${10n ** 23n}`), declaring(`${10n ** 23n - 1n}`)]).toEqual(['TOWARDS_TRAINING', 'AWAY_FROM_TRAINING']);
  });
});
