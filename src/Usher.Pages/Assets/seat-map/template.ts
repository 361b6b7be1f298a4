import { fitIcon, minusIcon, plusIcon } from "./icons";
import styles from "./seat-map.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

const template = document.createElement("template");
template.innerHTML = `
<div class="bar">
  <div class="legend" role="group" aria-label="Show one price"></div>
  <div class="views" role="group" aria-label="View">
    <button type="button" data-view="map" aria-pressed="true">Map</button>
    <button type="button" data-view="list" aria-pressed="false">List</button>
  </div>
</div>
<div class="notices"><p class="notice" role="status"></p></div>
<div class="stage">
  <div class="layer" aria-hidden="true"><canvas></canvas><canvas></canvas></div>
  <div class="grid unseen" role="grid" aria-multiselectable="true"
    aria-label="Seat map. Arrow keys move, Enter chooses, plus and minus zoom."></div>
  <div class="tip" aria-hidden="true"></div>
</div>
<div class="tools">
  <div class="overview" aria-hidden="true" hidden><canvas></canvas><i></i></div>
  <p class="here" aria-hidden="true"></p>
  <div class="zoom">
    <button type="button" data-zoom="+" aria-label="Zoom in">${plusIcon}</button>
    <button type="button" data-zoom="-" aria-label="Zoom out">${minusIcon}</button>
    <button type="button" data-zoom="0" aria-label="Show the whole plan">${fitIcon}</button>
  </div>
</div>
<div class="list" hidden></div>
<div class="key" aria-hidden="true"></div>
<p class="polite unseen" aria-live="polite"></p>
<p class="assertive unseen" aria-live="assertive"></p>`;

/** The parts of the component, by what they are for. */
export interface Parts {
  root: ShadowRoot;
  legend: HTMLElement;
  views: HTMLElement;
  stage: HTMLElement;
  layer: HTMLElement;
  grid: HTMLElement;
  tip: HTMLElement;
  tools: HTMLElement;
  overview: HTMLElement;
  here: HTMLElement;
  zoom: HTMLElement;
  notice: HTMLElement;
  list: HTMLElement;
  key: HTMLElement;
  polite: HTMLElement;
  assertive: HTMLElement;
}

/** Fills a shadow root; the page's own list stays in the document and is hidden. */
export function fillTemplate(root: ShadowRoot): Parts {
  // A constructed sheet: a strict Content-Security-Policy allows no inline style.
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(template.content.cloneNode(true));
  const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`.${name}`)!;
  return {
    root,
    legend: part("legend"),
    views: part("views"),
    stage: part("stage"),
    layer: part("layer"),
    grid: part("grid"),
    tip: part("tip"),
    tools: part("tools"),
    overview: part("overview"),
    here: part("here"),
    zoom: part("zoom"),
    notice: part("notice"),
    list: part("list"),
    key: part("key"),
    polite: part("polite"),
    assertive: part("assertive"),
  };
}
