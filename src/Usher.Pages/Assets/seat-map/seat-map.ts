import { Announcer } from "./announcer";
import { LiveLink } from "./live-link";
import { loadMap, type LoadedMap } from "./loaded-map";
import type { Paints } from "./map-canvas";
import { nounFor, placeCount } from "./nouns";
import { Plan } from "./plan";
import { held, blocked, sold } from "./seat-states";
import { Selection } from "./selection";
import { fillTemplate, type Parts } from "./template";
import { findTogether } from "./together";
import type { LiveMessage, WireBeginning, WirePlan } from "./wire";
import { linkLost } from "./words";

const seatsMaxDefault = 10;
const noticeMilliseconds = 5000;
const beginningMilliseconds = 2000;

/** With more seats taken at once than this, none shows a ring. */
const flashesMax = 60;

type Cause = "user" | "find" | "page" | "loss";

/**
 * The seat map of one show: `<usher-seat-map plan-src live-src seats-max money prices begins>`. Until it is ready, and
 * without scripts, the content of the element is shown. With `desk` it is the organiser's map: taken seats stand out,
 * and any seat can be chosen, one by one, or `several` together.
 */
export class SeatMapElement extends HTMLElement {
  private loaded: LoadedMap | null = null;
  private parts: Parts | null = null;
  private announcer!: Announcer;
  private link: LiveLink | null = null;
  private ending = new AbortController();
  private readonly selection = new Selection(seatsMaxDefault);
  private early: LiveMessage[] = [];
  private wanted: number[] = [];
  private asOf: string | null = null;
  private lost = false;
  private noticeTimer = 0;
  private since = 0;
  private connectedAt = 0;
  private shown: "map" | "list" = "map";
  private only: string | null = null;
  private isReady = false;

  /** Set while the page requests the seats: they are not reported as taken, and no others can be chosen. */
  holding = false;

  /** At the desk: whether a chosen seat is added to those chosen before, or replaces them. */
  several = false;

  private isDesk = false;
  private blockedNumbers: number[] = [];

  connectedCallback(): void {
    this.since = performance.now();
    this.connectedAt = Date.now();
    this.ending = new AbortController();
    this.isDesk = this.hasAttribute("desk");
    this.selection.max = Number(this.getAttribute("seats-max")) || seatsMaxDefault;
    void this.load();
    const live = this.getAttribute("live-src");
    if (live) {
      this.link = new LiveLink(live, {
        message: (it, isFirst) => this.hear(it, isFirst),
        state: (it) => this.tellLink(it),
      });
      this.link.start();
      const { signal } = this.ending;
      addEventListener("online", () => this.link?.renew(), { signal });
      addEventListener("pageshow", (event) => event.persisted && this.link?.renew(), { signal });
      document.addEventListener("visibilitychange", () => document.hidden || this.link?.hurry(), { signal });
    }
  }

  disconnectedCallback(): void {
    this.ending.abort();
    this.link?.stop();
    clearTimeout(this.noticeTimer);
    this.loaded = null;
    this.isReady = false;
  }

  /** The numbers of the chosen seats. */
  get selected(): number[] {
    return this.isReady ? this.selection.seats.map((seat) => seat + 1) : this.wanted;
  }

  set selected(numbers: number[]) {
    if (!this.isReady) {
      this.wanted = numbers;
      return;
    }

    const { plan, states } = this.loaded!;
    this.selection.set(numbers.map((number) => number - 1).filter(
      (seat) => this.isDesk || this.holding ? seat >= 0 && seat < plan.count : states.isAvailable(seat)));
    this.selectionChanged("page");
  }

  /** At the desk: which seats are blocked; the live updates report them as sold. */
  set blocked(numbers: number[]) {
    this.blockedNumbers = numbers;
    if (this.loaded) {
      this.show(this.loaded.states.block(numbers.map((number) => number - 1)), []);
    }
  }

  /** The numbers of the seats in the same row as this one. */
  rowOf(number: number): number[] {
    const row = this.loaded?.plan.row(number - 1);
    return row ? Array.from({ length: row.count }, (_, i) => row.first + i + 1) : [];
  }

  get view(): "map" | "list" {
    return this.shown;
  }

  set view(view: "map" | "list") {
    this.shown = view;
    if (this.parts && this.loaded) {
      this.parts.stage.hidden = view === "list";
      this.parts.tools.hidden = view === "list";
      this.parts.key.hidden = view === "list";
      this.parts.list.hidden = view === "map";
      for (const button of this.parts.views.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.dataset.view === view));
      }

      if (view === "list") {
        this.loaded.list.show();
      }
    }
  }

  /** The name of the one category that is shown, the others dimmed; null shows all alike. */
  get onlyCategory(): string | null {
    return this.only;
  }

  set onlyCategory(name: string | null) {
    this.only = name;
    if (this.loaded) {
      const { plan, map, list, legend } = this.loaded;
      const category = name === null ? -1 : plan.categories.indexOf(name);
      map.onlyCategory = list.onlyCategory = category;
      legend.press(category);
      list.invalidate();
      if (this.shown === "list") {
        list.show();
      }
    }
  }

  /** How often the map was drawn, moved and patched: for measurements. */
  get paints(): Paints | null {
    return this.loaded?.map.canvas.paints ?? null;
  }

  /** Chooses the best free neighbours and returns their numbers; null, without a change, if there are none. */
  findTogether(count: number, category: string | null): number[] | null {
    if (!this.loaded || this.holding) {
      return null;
    }

    const { plan, states, map, words } = this.loaded;
    const found = findTogether(plan, count, (seat) => states.isAvailable(seat), category);
    if (found) {
      this.selection.set(found);
      this.selectionChanged("find");
      this.announcer.say(`${found.map((seat) => plan.label(seat)).join(", ")} selected. ${words.total(found)}`);
      if (!map.isNear) {
        map.zoomTo(found);
      }
    }

    return found?.map((seat) => seat + 1) ?? null;
  }

  /** What a seat is called: "J 16"; empty before the map is ready. */
  labelOf(number: number): string {
    return this.loaded?.plan.label(number - 1) ?? "";
  }

  /** Shows the whole plan. */
  fit(): void {
    this.loaded?.map.fit();
  }

  /** Shows these seats, large enough to be told apart. */
  zoomTo(numbers: number[]): void {
    this.loaded?.map.zoomTo(numbers.map((number) => number - 1));
  }

  /** Focuses a seat: in the list the first one that is free. */
  override focus(): void {
    if (this.shown === "list") {
      this.parts?.list.querySelector<HTMLElement>("[data-seat]")?.focus();
    } else {
      this.loaded?.grid.focus();
    }
  }

  /** Where a seat is shown, in pixels of the window; null before the map is ready. */
  whereIs(number: number): [x: number, y: number] | null {
    return this.loaded?.map.whereIs(number - 1) ?? null;
  }

  private async load(): Promise<void> {
    const { signal } = this.ending;
    const source = this.getAttribute("plan-src") ?? "";
    const response = await fetch(source, { signal }).catch(() => null);
    // A response may also break off half-way.
    const plan = response?.ok ? ((await response.json().catch(() => null)) as WirePlan | null) : null;
    if (signal.aborted) {
      return;
    }

    if (!plan) {
      // The content of the element stays usable; nothing receives changes any more.
      this.link?.stop();
      this.link = null;
      this.early = [];
      this.dispatch("usher-failure", { source, status: response?.status ?? 0 });
      return;
    }

    this.build(new Plan(plan));
  }

  private build(plan: Plan): void {
    const { signal } = this.ending;
    if (plan.kind === "SLOTS" && !this.isDesk) {
      // A time in a row of dots is found by nobody.
      this.shown = "list";
    }

    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const parts = (this.parts = fillTemplate(root));
    this.announcer = new Announcer(parts.polite, parts.assertive);
    this.loaded = loadMap(this, parts, plan, {
      isDesk: this.isDesk,
      isSelected: (seat) => this.selection.has(seat),
      choose: (seat) => this.choose(seat),
      showOnly: (category) => (this.onlyCategory = category < 0 ? null : plan.categories[category]),
    }, signal);
    this.loaded.states.block(this.blockedNumbers.map((number) => number - 1));
    this.watchBeginnings(signal);
    parts.views.addEventListener("click", (event) => {
      const view = event.target instanceof HTMLElement ? event.target.dataset.view : undefined;
      if (view) {
        this.view = view as "map" | "list";
      }
    }, { signal });
    this.onlyCategory = this.only;
    this.view = this.shown;
    this.takeEarlyMessages();
  }

  /** A slot that has begun is not offered any more: in how many seconds which ones begin, the page says. */
  private watchBeginnings(signal: AbortSignal): void {
    const begins = JSON.parse(this.getAttribute("begins") || "[]") as WireBeginning[];
    const look = (): void => {
      const passed = (Date.now() - this.connectedAt) / 1000;
      while (this.loaded && begins.length > 0 && begins[0][0] <= passed) {
        const [, numbers] = begins.shift()!;
        const gone = this.loaded.states.begin(numbers.map((number) => number - 1));
        this.show(gone, []);
        if (this.isReady && gone.length > 0) {
          this.tellAvailability();
          this.loseSeats();
        }
      }
    };
    look();
    if (begins.length > 0) {
      const timer = setInterval(look, beginningMilliseconds);
      signal.addEventListener("abort", () => clearInterval(timer));
    }
  }

  private takeEarlyMessages(): void {
    const { plan, grid, map } = this.loaded!;
    const messages = this.getAttribute("live-src")
      ? this.early
      : [{ type: "snapshot", seats: Array.from({ length: plan.count }, (_, i) => [i + 1, "A", 0]) } as LiveMessage];
    this.early = [];
    if (plan.count > 0) {
      grid.goTo(0);
    }

    messages.forEach((message) => this.take(message, true));
    if (!this.isReady) {
      map.resize();
    }
  }

  private hear(message: LiveMessage, isFirst: boolean): void {
    this.asOf = message.as_of ?? this.asOf;
    if (this.loaded) {
      this.take(message, isFirst);
    } else {
      // A snapshot includes everything before it.
      this.early = message.type === "snapshot" ? [] : this.early;
      this.early.push(message);
    }
  }

  /** What a message tells late has not happened just now. */
  private take(message: LiveMessage, isLate: boolean): void {
    if (!this.loaded || !(message.seats || message.states)) {
      return;
    }

    const { states } = this.loaded;
    const isSnapshot = message.type === "snapshot";
    const wasReady = this.isReady;
    const before = states.available;
    const wereFree = isSnapshot || isLate ? [] : (message.seats ?? []).map(([number]) => number - 1)
      .filter((seat) => states.isAvailable(seat));
    const changed = message.states
      ? states.applyPacked(message.states)
      : states.apply(message.seats ?? [], isSnapshot);
    // A request's own seats are not just taken: often the others hear of them before the answer comes.
    const isOwn = (seat: number): boolean => (this.holding || this.isDesk) && this.selection.has(seat);
    this.show(changed, wereFree.filter((seat) => !states.isAvailable(seat) && !isOwn(seat)));
    if (before !== states.available || !wasReady || (states.available === 0 && changed.length > 0)) {
      this.tellAvailability();
    }

    if (isSnapshot && !wasReady) {
      this.becomeReady();
    } else if (changed.length > 0) {
      this.loseSeats();
    }
  }

  /** How many seats are free; where none is, whether some may come back, as they are only held. */
  private tellAvailability(): void {
    const { states, plan } = this.loaded!;
    const { available } = states;
    this.dispatch("usher-availability", {
      available, is_taken_for_now: available === 0 && states.total(held) > 0, total: plan.count,
    });
  }

  /** Updates seats everywhere they are shown; those that were taken may show a ring. */
  private show(changed: number[], gone: number[]): void {
    const { states, map, grid, list } = this.loaded!;
    map.change(changed, gone.slice(0, flashesMax));
    grid.refresh(changed);
    if (this.shown === "list") {
      list.refresh(changed);
    } else if (changed.length > 0) {
      list.invalidate();
    }

    if (this.isDesk && changed.length > 0) {
      this.dispatch("usher-change", {
        seats: changed.map((seat) => seat + 1),
        free: states.available,
        held: states.total(held),
        sold: states.total(sold),
        blocked: states.total(blocked),
      });
    }
  }

  private becomeReady(): void {
    this.isReady = true;
    this.loaded!.unknownEntry.style.visibility = "hidden";
    this.loaded!.map.resize();
    if (this.wanted.length > 0) {
      this.selected = this.wanted;
      this.wanted = [];
    }

    if (this.shown === "list") {
      this.loaded!.list.invalidate();
      this.loaded!.list.show();
    }

    this.dispatch("usher-ready", { milliseconds: Math.round(performance.now() - this.since) });
  }

  /** Chosen seats that somebody else has taken are chosen no longer. */
  private loseSeats(): void {
    const { states, words } = this.loaded!;
    const lost = this.holding || this.isDesk ? [] : this.selection.seats.filter((seat) => !states.isAvailable(seat));
    if (lost.length === 0) {
      return;
    }

    lost.forEach((seat) => this.selection.remove(seat));
    const remaining = this.selection.seats.length;
    const told = words.loss(lost, remaining);
    this.dispatch("usher-loss", { seats: lost.map((seat) => this.describeSeat(seat)), remaining, words: told });
    this.announcer.alarm(told);
    this.selectionChanged("loss", lost);
  }

  private choose(seat: number): void {
    const { states, words, grid } = this.loaded!;
    grid.goTo(seat);
    if (this.holding) {
      const count = this.selection.seats.length;
      this.notify(`We are holding your ${nounFor(count)}. You can change ${count === 1 ? "it" : "them"} in a moment.`);
      return;
    }

    const before = this.selection.seats;
    if (this.isDesk && !this.several && !this.selection.has(seat)) {
      this.selection.set([]);
    }

    if (!this.isDesk && !states.isAvailable(seat)) {
      this.announcer.say(words.seat(seat, false));
      return;
    }

    if (this.selection.isFull && !this.selection.has(seat)) {
      const most = placeCount(this.selection.max);
      this.notify(`You can choose at most ${most} ${this.isDesk ? "at once" : "per booking"}.`);
      return;
    }

    const isSelected = this.selection.toggle(seat);
    this.selectionChanged("user", this.isDesk ? [seat, ...before] : [seat]);
    this.announcer.say(words.choice(seat, isSelected, this.selection.seats));
  }

  private selectionChanged(by: Cause, seats?: number[]): void {
    const { map, grid, list, prices, plan } = this.loaded!;
    map.select(this.selection.seats);
    grid.refresh(seats);
    if (this.shown === "list" && seats) {
      list.refresh(seats);
    } else {
      list.invalidate();
      if (this.shown === "list") {
        list.show();
      }
    }

    const chosen = this.selection.seats.map((seat) => this.describeSeat(seat));
    const total = this.selection.seats.reduce((sum, seat) => sum + prices.amount(plan.categoryOf[seat]), 0);
    this.dispatch("usher-selection", { seats: chosen, total, by });
  }

  private describeSeat(seat: number): object {
    const { plan, prices } = this.loaded!;
    return {
      seat_number: seat + 1,
      label: plan.label(seat),
      name: plan.name(seat),
      section: plan.section(seat),
      has_sections: plan.sections.length > 1,
      row: plan.row(seat).label,
      row_name: plan.rowName(plan.rowOf[seat]),
      number: plan.number(seat),
      seat_template: plan.row(seat).seatTemplate,
      category: plan.category(seat),
      amount: prices.amount(plan.categoryOf[seat]),
      kind: plan.kinds.get(seat)?.join(" ") ?? "SEAT",
    };
  }

  private tellLink(state: "live" | "lost"): void {
    this.lost = state === "lost";
    this.dispatch("usher-link", { state, as_of: this.asOf });
    if (this.parts) {
      clearTimeout(this.noticeTimer);
      this.parts.notice.textContent = this.lost ? linkLost(this.asOf, document.documentElement.lang || "en") : "";
    }
  }

  private notify(words: string): void {
    const { notice } = this.parts!;
    clearTimeout(this.noticeTimer);
    notice.textContent = words;
    this.noticeTimer = window.setTimeout(() => (notice.textContent = ""), noticeMilliseconds);
  }

  private dispatch(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

customElements.define("usher-seat-map", SeatMapElement);
