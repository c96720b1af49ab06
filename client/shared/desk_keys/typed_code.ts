/** A code as somebody typed it: Thai digits are digits; dashes and spaces are for the eye. */
export const typedCode = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replace(/[\s-]/g, "");
