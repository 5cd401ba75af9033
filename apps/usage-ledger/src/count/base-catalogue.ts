/** Token for the accelerator catalogue that the ledger begins with; facts of facility.v1 build on it. */
export const BaseCatalogue = Symbol('BaseCatalogue');
