/** The number under which people outside the desk know a case. */

/** Twelve of its id's 32 digits in groups, which no spreadsheet takes for a number or a date. */
export const caseNumber = (id: string): string => id.slice(0, 12).replace(/(.{4})(?=.)/g, "$1-");
