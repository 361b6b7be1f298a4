/**
 * Milliseconds until a moment, by the server's time when it rendered the page. Since then a monotonic clock counts.
 */
export function untilBy(serverNow: string, moment: string): () => number {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const made = page ? page.responseStart : performance.now();
  const ends = Date.parse(moment) - Date.parse(serverNow) + made;
  return () => ends - performance.now();
}

/** "1:47", "1:02:03", "2 d 03:04:05". */
export function countdown(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  const [minutes, rest] = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (days > 0) {
    return `${days} d ${two(hours)}:${two(minutes)}:${two(rest)}`;
  }

  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
