const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is an id as this installation writes its own: a UUID in lower case. Anything else names nothing, and PostgreSQL could not read it. */
export const isUuid = (text: string): boolean => UUID.test(text);
