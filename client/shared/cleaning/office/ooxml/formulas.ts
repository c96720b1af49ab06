/**
 * Formulas that would call somebody, or that name another file or this one, go; the value that
 * was last computed stays in their cell.
 */
const OUTSIDE = /\[\d+\]|https?:|file:|ftp:|\\\\|\||\b(WEBSERVICE|RTD|IMAGE|CALL|REGISTER\.ID|DDE|CELL|INFO|STOCKHISTORY)\s*\(/i;

export const keepFormula = (formula: string): boolean => !OUTSIDE.test(formula);
/** Names of ranges: of this workbook only. */
export const keepName = (formula: string): boolean => !OUTSIDE.test(formula) && !formula.includes("#REF!");
/** Where else formulas stand, besides cells. */
export const FORMULAS = /^x:(formula|formula1|formula2|calculatedColumnFormula|totalsRowFormula)$/;
