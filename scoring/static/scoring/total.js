// @ts-check
// The running total while ticking. The server computes the mark that counts, exactly.

/** @typedef {{ point: boolean, points: number }} Ticked */

/**
 * "10/3" as a number.
 * @param {string | null | undefined} fraction
 */
export function number(fraction) {
  const [over, under = "1"] = (fraction ?? "0").split("/");
  return Number(over) / Number(under);
}

/**
 * At most two decimals, never outside 0 … most; the best X answer points count when the rubric says so.
 * @param {Ticked[]} ticked
 * @param {number} adjustment
 * @param {number} most
 * @param {number} best 0 = all of them
 */
export function total(ticked, adjustment, most, best) {
  const earned = ticked.filter((row) => row.point).map((row) => row.points).sort((a, b) => b - a);
  const criteria = ticked.filter((row) => !row.point).map((row) => row.points);
  const counted = [...(best ? earned.slice(0, best) : earned), ...criteria];
  const sum = counted.reduce((all, points) => all + points, 0) + (Number.isFinite(adjustment) ? adjustment : 0);
  return String(Math.round(Math.min(Math.max(sum, 0), most) * 100) / 100);
}
