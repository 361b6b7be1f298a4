import { markOutline, seatOutline, tickOutline, unknownOutline } from "./seat-shapes";

const svg = (viewBox: string, className: string, content: string): string =>
  `<svg class="${className}" viewBox="${viewBox}" aria-hidden="true">${content}</svg>`;

const sign = (content: string): string => svg("-6.2 -6.2 12.4 12.4", "sign", content);
const icon = (content: string): string => svg("0 0 20 20", "icon", content);

/** The seat of a price; its colour is a class, c1 to c5, and that of its mark m1 to m5. */
export const priceSign = (color: number, mark: number): string => sign(
  `<path class="c${color}" d="${seatOutline}"/>` + (mark ? `<path class="m${color}" d="${markOutline(mark)}"/>` : ""));

/** The signs below the map, and what they mean. */
export const key: [sign: string, meaning: string][] = [
  [sign(`<path class="lit" d="${seatOutline}"/><path class="tick" d="${tickOutline}"/>`), "Yours"],
  [sign(`<circle class="held" r="3"/>`), "On hold"],
  [sign(`<circle class="sold" r="2"/>`), "Not available"],
];

/** The same at the desk. */
export const deskKey: [sign: string, meaning: string][] = [
  [sign(`<path class="taken" d="${seatOutline}"/>`), "Sold"],
  [sign(`<path class="lit" d="${seatOutline}"/>`), "Held"],
  [sign(`<circle class="open" r="2"/>`), "Free"],
  [sign(`<path class="cross" d="M-3-3l6 6M3-3l-6 6"/>`), "Blocked"],
];

/** While the seats are not known yet. */
export const unknownKey: [sign: string, meaning: string] =
  [sign(`<path class="unknown" d="${unknownOutline}"/>`), "Not known yet"];

export const accessKey: [sign: string, meaning: string] = [
  sign(`<circle class="plain" r="5.4"/><g class="chair"><circle cx="-.7" cy="-3" r=".5"/>`
    + `<path d="M-.7-1.2V.7h2.2l1 1.9M-2.1-.2a2.2 2.2 0 1 0 3.2 2.6"/></g>`)
  + sign(`<path class="plain" d="${seatOutline}"/><circle class="dot" r="1.6"/>`),
  "Wheelchair, companion",
];

export const plusIcon = icon(`<path d="M10 4v12M4 10h12"/>`);
export const minusIcon = icon(`<path d="M4 10h12"/>`);
export const fitIcon = icon(
  `<path d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7M13 3h2.5A1.5 1.5 0 0 1 17 4.5V7M17 13v2.5a1.5 1.5 0 0 1-1.5 1.5H13`
  + `M7 17H4.5A1.5 1.5 0 0 1 3 15.5V13"/>`);
