import type { Plan, Row } from "./plan";

/** How far to look for a seat above or below, in spacings between seats, before looking everywhere. */
const lookAroundSpacings = 8;

/** How much a seat aside counts against one straight above, as a factor of its distance aside. */
const asideFactor = 2.5;

/** Where an arrow key leads from a seat; null if nowhere. */
export function neighbour(plan: Plan, seat: number, key: string): number | null {
  const row = plan.row(seat);
  const last = row.first + row.count - 1;
  // Numbers may run from right to left: keys follow what is visible.
  const forwards = runsLeftwards(plan, row) ? -1 : 1;
  switch (key) {
    case "ArrowLeft":
      return inRow(row, seat - forwards);
    case "ArrowRight":
      return inRow(row, seat + forwards);
    case "Home":
      return forwards > 0 ? row.first : last;
    case "End":
      return forwards > 0 ? last : row.first;
    case "ArrowUp":
      return towards(plan, seat, -1);
    case "ArrowDown":
      return towards(plan, seat, 1);
    case "PageUp":
      return inSection(plan, row.section - 1);
    case "PageDown":
      return inSection(plan, row.section + 1);
    default:
      return null;
  }
}

function runsLeftwards(plan: Plan, row: Row): boolean {
  const last = row.first + row.count - 1;
  const acrossX = plan.x[last] - plan.x[row.first];
  const acrossY = plan.y[last] - plan.y[row.first];
  return Math.abs(acrossX) * 4 >= Math.abs(acrossY) && acrossX < 0;
}

function inRow(row: Row, seat: number): number | null {
  return seat >= row.first && seat < row.first + row.count ? seat : null;
}

function inSection(plan: Plan, section: number): number | null {
  const row = plan.rows.find((candidate) => candidate.section === section && candidate.count > 0);
  return row ? row.first : null;
}

/** The seat of another row that lies most nearly straight above (-1) or below (1). */
function towards(plan: Plan, from: number, direction: number): number | null {
  const reach = plan.unit * 10 * lookAroundSpacings;
  const [x, y] = [plan.x[from], plan.y[from]];
  let best = -1;
  let bestCost = Infinity;
  const judge = (seat: number): void => {
    const ahead = (plan.y[seat] - y) * direction;
    const aside = Math.abs(plan.x[seat] - x);
    if (plan.rowOf[seat] === plan.rowOf[from] || ahead < plan.unit) {
      return;
    }

    const cost = Math.hypot(ahead, aside * asideFactor);
    if (cost < bestCost) {
      bestCost = cost;
      best = seat;
    }
  };
  plan.index.within(x - reach, y - reach, x + reach, y + reach, judge);
  if (best < 0) {
    for (let seat = 0; seat < plan.count; seat++) {
      judge(seat);
    }
  }

  return best < 0 ? null : best;
}
