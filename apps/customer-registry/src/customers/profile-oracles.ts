import type { ProfileOracles } from '@tidemark/domain';
import countries from 'i18n-iso-countries';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import validator from 'validator';

/** What well-kept libraries and tables say, for the pure check of a profile. */
export const PROFILE_ORACLES: ProfileOracles = {
  // Kosovo has a code that everybody uses and ISO reserves for users: XK.
  isCountry: (code) => /^[A-Z]{2}$/.test(code) && (countries.isValid(code) || code === 'XK'),
  isEmail: (text) => validator.isEmail(text, { allow_utf8_local_part: true }),
  isPhone: (text) => /^\+[1-9]\d{5,14}$/.test(text) && isValidPhoneNumber(text),
  isIp: (text) => validator.isIP(text),
  isAccountNumber: (text) => validator.isIBAN(text.replace(/[\s-]/g, '').toUpperCase()),
};
