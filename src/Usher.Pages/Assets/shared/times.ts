// Times in the reader's own zone, in the same form as the server writes them in UTC.
import { formats } from "./reader";

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const weekdayShort = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const month = new Intl.DateTimeFormat("en-GB", { month: "long" });
const monthShort = new Intl.DateTimeFormat("en-GB", { month: "short" });

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

const written = (options: Intl.DateTimeFormatOptions): ((at: Date) => string) => {
  const format = new Intl.DateTimeFormat(formats, options);
  return (at) => format.format(at);
};

const hourAndMinute: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };

const british: Record<string, (at: Date) => string> = {
  full: (at) => `${weekday.format(at)} ${at.getDate()} ${month.format(at)} ${at.getFullYear()}, ${clock(at)}`,
  brief: (at) => `${weekdayShort.format(at)} ${at.getDate()} ${monthShort.format(at)}, ${clock(at)}`,
  moment: (at) => `${clock(at)}:${two(at.getSeconds())}`,
  clock,
  weekday: (at) => weekdayShort.format(at),
  day: (at) => String(at.getDate()),
  month: (at) => `${month.format(at)} ${at.getFullYear()}`,
};

const forms: Record<string, (at: Date) => string> = formats === "en-GB" ? british : {
  full: written({ weekday: "long", day: "numeric", month: "long", year: "numeric", ...hourAndMinute }),
  brief: written({ weekday: "short", day: "numeric", month: "short", ...hourAndMinute }),
  moment: written({ ...hourAndMinute, second: "2-digit" }),
  clock: written(hourAndMinute),
  weekday: written({ weekday: "short" }),
  day: (at) => String(at.getDate()),
  month: written({ month: "long", year: "numeric" }),
};

export function timeText(at: Date, form: string): string {
  return forms[form]?.(at) ?? at.toISOString();
}

export function localise(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
    time.title = time.textContent ?? "";
    time.textContent = timeText(new Date(time.dateTime), time.dataset.form ?? "full");
  }
}
