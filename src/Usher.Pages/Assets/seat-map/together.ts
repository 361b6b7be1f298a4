import type { Plan } from "./plan";

/** The cost of a single seat left at the edge, in spacings between seats. */
const loneSeatPenalty = 1.5;

/**
 * The best free neighbours: in one row, no aisle between them, near the focal point, and no single seat left beside
 * them if possible. Spaces for wheelchairs and companions are not offered.
 */
export function findTogether(
  plan: Plan, count: number, isFree: (seat: number) => boolean, category: string | null): number[] | null {
  const suits = (seat: number): boolean =>
    isFree(seat)
    && !plan.is(seat, "WHEELCHAIR") && !plan.is(seat, "COMPANION")
    && (category === null || plan.category(seat) === category);
  let best = -1;
  let bestCost = Infinity;
  for (const row of plan.rows) {
    for (const [first, end] of row.runs) {
      let free = 0;
      for (let i = first; i < end; i++) {
        free = suits(i) ? free + 1 : 0;
        if (free >= count) {
          const cost = costOf(plan, i - count + 1, count, (seat) => seat >= first && seat < end && isFree(seat));
          if (cost < bestCost) {
            bestCost = cost;
            best = i - count + 1;
          }
        }
      }
    }
  }

  return best < 0 ? null : Array.from({ length: count }, (_, i) => best + i);
}

function costOf(plan: Plan, first: number, count: number, isFree: (seat: number) => boolean): number {
  let distance = 0;
  for (let i = first; i < first + count; i++) {
    distance += Math.hypot(plan.x[i] - plan.focus.x, plan.y[i] - plan.focus.y);
  }

  const leavesAlone = (next: number, beyond: number): boolean => isFree(next) && !isFree(beyond);
  const lone = Number(leavesAlone(first - 1, first - 2)) + Number(leavesAlone(first + count, first + count + 1));
  return distance / count + lone * loneSeatPenalty * plan.unit * 10;
}
