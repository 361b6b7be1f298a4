/** The seat map of one show. */
export class SeatMap extends HTMLElement {}

customElements.define("usher-seat-map", SeatMap);
