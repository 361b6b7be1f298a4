/**
 * In whose forms dates and numbers are written: the server names the reader's culture, so that scripts write what pages
 * have.
 */
export const formats = globalThis.document?.documentElement.dataset.formats || "en-GB";

// As the server does: some would leave 1250 without a sign.
const whole = new Intl.NumberFormat(formats, { useGrouping: true });

/** "1,250" in English, "1.250" in German. */
export const number = (value: number): string => whole.format(value);
