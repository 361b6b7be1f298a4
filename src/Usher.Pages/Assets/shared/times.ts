// Times in words, in the same form as the server writes them. Those of a show are on the clock of its venue; all others
// are on the reader's.
import { formats } from "./reader";

const part = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
const weekday = part({ weekday: "long" });
const weekdayShort = part({ weekday: "short" });
const month = part({ month: "long" });
const monthShort = part({ month: "short" });

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (wall: Date): string => `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;

const written = (options: Intl.DateTimeFormatOptions): ((wall: Date) => string) => {
  const format = new Intl.DateTimeFormat(formats, { ...options, timeZone: "UTC" });
  return (wall) => format.format(wall);
};

const hourAndMinute: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };

/** Forms of what a clock shows: a date whose fields in UTC are those of that clock. */
const british: Record<string, (wall: Date) => string> = {
  full: (wall) =>
    `${weekday.format(wall)} ${wall.getUTCDate()} ${month.format(wall)} ${wall.getUTCFullYear()}, ${clock(wall)}`,
  brief: (wall) => `${weekdayShort.format(wall)} ${wall.getUTCDate()} ${monthShort.format(wall)}, ${clock(wall)}`,
  moment: (wall) => `${clock(wall)}:${two(wall.getUTCSeconds())}`,
  clock,
  weekday: (wall) => weekdayShort.format(wall),
  day: (wall) => String(wall.getUTCDate()),
  month: (wall) => `${month.format(wall)} ${wall.getUTCFullYear()}`,
};

const forms: Record<string, (wall: Date) => string> = formats === "en-GB" ? british : {
  full: written({ weekday: "long", day: "numeric", month: "long", year: "numeric", ...hourAndMinute }),
  brief: written({ weekday: "short", day: "numeric", month: "short", ...hourAndMinute }),
  moment: written({ ...hourAndMinute, second: "2-digit" }),
  clock: written(hourAndMinute),
  weekday: written({ weekday: "short" }),
  day: (wall) => String(wall.getUTCDate()),
  month: written({ month: "long", year: "numeric" }),
};

const minuteMilliseconds = 60_000;

/** What the reader's own clock shows at a moment. */
const readersWall = (at: Date): Date => new Date(at.getTime() - at.getTimezoneOffset() * minuteMilliseconds);

/** A moment on the reader's own clock. */
export function timeText(at: Date, form: string): string {
  return forms[form]?.(readersWall(at)) ?? at.toISOString();
}

/** Whether the reader's clock shows the same as that of a venue, which the server wrote as 2027-03-14T19:30. */
export function isOnReadersClock(at: Date, local: string): boolean {
  return readersWall(at).toISOString().startsWith(local);
}

/** A moment of a show in the time zone of its venue, which is named where the reader's clock shows something else. */
export function venueTimeText(at: Date, local: string, zone: string, form: string): string {
  const text = forms[form]?.(new Date(`${local}Z`)) ?? local;
  return isOnReadersClock(at, local) ? text : `${text} ${zone}`;
}

/** A moment on the reader's own clock beside a time of a show: told apart where the venue's clock shows another one. */
export function readersTimeText(at: Date, show: { starts: Date; local?: string; zone?: string }, form: string): string {
  const { starts, local, zone } = show;
  const text = timeText(at, form);
  return local && zone && !isOnReadersClock(starts, local) ? `${text} your time` : text;
}

export function localise(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
    time.title = time.textContent ?? "";
    time.textContent = timeText(new Date(time.dateTime), time.dataset.form ?? "full");
  }

  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const at = new Date(time.dateTime);
    const isSame = isOnReadersClock(at, time.dataset.local ?? "");
    const zone = time.querySelector<HTMLElement>(".zone");
    zone?.toggleAttribute("hidden", isSame && zone.dataset.doubled === undefined);
    time.title = isSame ? "" : `${timeText(at, "full")} your time`;
  }
}
