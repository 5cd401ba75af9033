/** The tasks of this room, by which others have somebody screened. The subject is a customer. */
export const SCREEN_CUSTOMER = 'screen-customer';
/** Somebody became listed, or is listed no longer: look at all whom it owns. */
export const SCREEN_OWNED = 'screen-owned';
