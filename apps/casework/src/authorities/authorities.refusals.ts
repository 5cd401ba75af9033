import type { RefusalRow } from '@tidemark/edge';

export const AUTHORITY_REFUSALS = {
  AUTHORITY_UNKNOWN: {
    status: 404,
    title: 'No such authority is registered here',
    remedy: 'See GET /v1/authorities; the operator registers others.',
  },
  AUTHORITY_ID_INVALID: { status: 422, title: 'The id cannot be that of an authority', remedy: 'Use lower-case words with hyphens.' },
  AUTHORITY_KEY_INVALID: {
    status: 422,
    title: 'The public key cannot be used',
    remedy: 'An INSTALLATION has an Ed25519 key as SPKI in base64; a TENANT signs with this installation’s and has none.',
  },
} as const satisfies Record<string, RefusalRow>;
