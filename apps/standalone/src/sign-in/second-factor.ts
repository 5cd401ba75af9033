/** RFC 8176: how a person proved who she is. */
export const AMR_CODE = ['pwd', 'otp', 'mfa'];
export const AMR_PASSKEY = ['pwd', 'hwk', 'mfa'];
/** Nobody gets a token with less. */
export const ACR_TWO_FACTORS = 'urn:tidemark:acr:two-factors';
