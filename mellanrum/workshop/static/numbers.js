// Numbers and days as the language writes them: "12 345,6", "−4,0 %", "1 januari 2028"; what is no number is a dash.

const NO_BREAK = "\u00a0";
const MINUS = "\u2212";

/** The language of the page: "sv" or "en". */
export function language() {
  return document.documentElement.lang === "en" ? "en" : "sv";
}

/** Write a number. What rounds to 0 has no sign; `signed` puts + before what is above 0. */
export function number(x, { digits = 0, unit = "", signed = false } = {}) {
  if (typeof x !== "number" || !Number.isFinite(x)) return "–";
  const how = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const parts = new Intl.NumberFormat(language(), how).formatToParts(Math.abs(x));
  const shown = parts.map((one) => (one.type === "group" ? NO_BREAK : one.value)).join("");
  const zero = !/[1-9]/.test(shown);
  const sign = zero ? "" : x < 0 ? MINUS : signed ? "+" : "";
  return sign + shown + (unit ? NO_BREAK + unit : "");
}

/** A share of 1 as per cent. */
export function percent(x, digits = 0) {
  return number(typeof x === "number" ? x * 100 : x, { digits, unit: "%" });
}

/** "2028-01-01" as "1 januari 2028". */
export function day(iso) {
  return written(iso, { day: "numeric", month: "long", year: "numeric" });
}

/** "2028-01-01" as "januari 2028". */
export function month(iso) {
  return written(iso, { month: "long", year: "numeric" });
}

function written(iso, how) {
  const at = new Date(`${iso}T00:00:00Z`);
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "sv", { ...how, timeZone: "UTC" }).format(at);
}
