import { AcceleratorCatalogue } from '@tidemark/domain';
import type { RefusalCode } from '../facts/refusal-codes.js';
import { type ClusterRegistration, checkCluster } from './cluster-registration.js';

const catalogue = new AcceleratorCatalogue(1, [
  { model: 'NVIDIA A100', vendor: 'NVIDIA', aliases: ['a100'], peaksGflops: { BF16: 312_000 }, sources: {} },
]);
const registration: ClusterRegistration = { site: 'berlin', accelerator: 'A100', accelerators: 16, inServiceFrom: '2026-01-01' };
const check = (change: Partial<ClusterRegistration>) => checkCluster({ ...registration, ...change }, catalogue);

describe('registering a compute cluster', () => {
  it('keeps the catalogue name behind an alias, and a date as 00:00 UTC', () =>
    expect(check({})).toEqual({
      value: { site: 'berlin', accelerator: 'NVIDIA A100', accelerators: 16, inServiceFromMs: Date.UTC(2026, 0, 1) },
    }));

  it('keeps what is optional only when it is given', () =>
    expect(
      check({ acceleratorsPerNode: 8, interconnectGbps: 400, inServiceTo: '2026-02-01T01:30:00+01:00', assumption: 'model assumed' }),
    ).toEqual({
      value: {
        site: 'berlin',
        accelerator: 'NVIDIA A100',
        accelerators: 16,
        acceleratorsPerNode: 8,
        interconnectGbps: 400,
        inServiceFromMs: Date.UTC(2026, 0, 1),
        inServiceToMs: Date.UTC(2026, 1, 1, 0, 30),
        assumption: 'model assumed',
      },
    }));

  it.each<[Partial<ClusterRegistration>, RefusalCode, string]>([
    [{ site: '' }, 'ID_MALFORMED', 'site'],
    [{ site: 'a/b' }, 'ID_MALFORMED', 'site'],
    [{ accelerator: 'A10O' }, 'UNKNOWN_ACCELERATOR', 'accelerator'],
    [{ accelerators: 0 }, 'ACCELERATORS_OUT_OF_RANGE', 'accelerators'],
    [{ accelerators: 10_000_001 }, 'ACCELERATORS_OUT_OF_RANGE', 'accelerators'],
    [{ accelerators: 1.5 }, 'ACCELERATORS_OUT_OF_RANGE', 'accelerators'],
    [{ acceleratorsPerNode: 0 }, 'ACCELERATORS_PER_NODE_OUT_OF_RANGE', 'acceleratorsPerNode'],
    [{ accelerators: 5_000, acceleratorsPerNode: 1_025 }, 'ACCELERATORS_PER_NODE_OUT_OF_RANGE', 'acceleratorsPerNode'],
    [{ acceleratorsPerNode: 17 }, 'ACCELERATORS_PER_NODE_ABOVE_TOTAL', 'acceleratorsPerNode'],
    [{ interconnectGbps: 0 }, 'INTERCONNECT_OUT_OF_RANGE', 'interconnectGbps'],
    [{ inServiceFrom: 'soon' }, 'TIME_MALFORMED', 'inServiceFrom'],
    [{ inServiceTo: '2026-02-30' }, 'TIME_MALFORMED', 'inServiceTo'],
    [{ inServiceTo: '2026-01-01' }, 'SERVICE_INTERVAL_EMPTY', 'inServiceTo'],
    [{ inServiceTo: '2025-12-31T23:59:59.999Z' }, 'SERVICE_INTERVAL_EMPTY', 'inServiceTo'],
    [{ assumption: 'x'.repeat(1_001) }, 'TEXT_MALFORMED', 'assumption'],
    [{ assumption: 'bell\u0007' }, 'TEXT_MALFORMED', 'assumption'],
  ])('refuses %j with %s', (change, code, field) => expect(check(change)).toMatchObject({ refused: { code, field } }));

  it('takes the largest cluster and a node as large as the cluster', () => {
    expect(check({ accelerators: 10_000_000 })).toHaveProperty('value');
    expect(check({ accelerators: 8, acceleratorsPerNode: 8 })).toHaveProperty('value');
  });

  it('names models near to an unknown one', () =>
    expect(check({ accelerator: 'NVIDIA A10O' })).toMatchObject({ refused: { members: { near: ['NVIDIA A100'] } } }));
});
