/** The tasks of this room, by which others have somebody screened. The subject is a customer. */
export const SCREEN_CUSTOMER = 'screen-customer';
/** Somebody became listed, or is listed no longer: look at all whom it owns. The subject is a customer. */
export const SCREEN_OWNED = 'screen-owned';
/** Customers whom a new version of a list may touch. The subject is `list/version/part`. */
export const RESCREEN_SOME = 'rescreen-some';
